/** Little-endian fields of a file, at any alignment. Every container of a Xen domain on x86 stores its integers so. */
@NullMarked
package dev.xmdb.dump.bytes;

import org.jspecify.annotations.NullMarked;
