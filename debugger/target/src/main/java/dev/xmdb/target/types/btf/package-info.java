/**
 * BTF, the types that a Linux kernel carries of itself and its modules (format: the kernel's documentation of BTF). A container is
 * indexed in one pass and its types are decoded when they are asked for.
 */
@NullMarked
package dev.xmdb.target.types.btf;

import org.jspecify.annotations.NullMarked;
