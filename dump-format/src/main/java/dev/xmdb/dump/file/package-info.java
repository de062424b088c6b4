/** The file under an image, and what the containers' readers and writers have in common. */
@NullMarked
package dev.xmdb.dump.file;

import org.jspecify.annotations.NullMarked;
