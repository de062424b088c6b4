/**
 * Typed views of the two structures that Xen shares with its tools: {@code vcpu_guest_context} and {@code shared_info}, in their
 * x86_64 and x86_32 layouts.
 */
@NullMarked
package dev.xmdb.dump.vcpu;

import org.jspecify.annotations.NullMarked;
