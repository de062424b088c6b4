package dev.xmdb.target.guest.linux.vmlinux;

import java.io.IOException;

/** A file that is not what it should be: a kernel with symbols. */
public final class KernelFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Names what is wrong.
     *
     * @param message a sentence without the file's name
     */
    public KernelFileException(String message) {
        super(message);
    }
}
