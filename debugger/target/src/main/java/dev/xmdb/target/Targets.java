package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;

/** Opens targets. */
public final class Targets {
    private Targets() {}

    /**
     * Sees an image as a debugger does. Never fails for what the image holds: what cannot be found out is named in
     * {@link Target#degradations}.
     *
     * @param image the image; the target closes it
     * @param options what the user knows better
     */
    public static Target open(DomainImage image, TargetOptions options) {
        return new ImageTarget(image, options);
    }
}
