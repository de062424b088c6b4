/** Address spaces: bytes by guest-virtual, guest-physical or machine address, with typed faults. */
@NullMarked
package dev.xmdb.target.memory;

import org.jspecify.annotations.NullMarked;
