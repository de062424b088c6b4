/** Types that come in a file: an object file's CTF or BTF, or one of them alone. */
@NullMarked
package dev.xmdb.target.types.file;

import org.jspecify.annotations.NullMarked;
