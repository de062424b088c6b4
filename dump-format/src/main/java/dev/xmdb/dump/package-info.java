/**
 * One image of a Xen domain, whatever container it came in: frames, vCPU contexts, shared_info.
 *
 * <p>{@link dev.xmdb.dump.DomainImage} is the type everything else is built on. The containers themselves live in the packages
 * below ({@code elf}, {@code xccore}); {@code open} recognises a file and picks one.
 */
@NullMarked
package dev.xmdb.dump;

import org.jspecify.annotations.NullMarked;
