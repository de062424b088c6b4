/** Tests. */
@NullMarked
package dev.xmdb.dump.vcpu;

import org.jspecify.annotations.NullMarked;
