/** Tests, and pages for tests. */
@NullMarked
package dev.xmdb.dump.file;

import org.jspecify.annotations.NullMarked;
