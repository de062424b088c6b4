package dev.xmdb.dcmds;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.sim.hostile.Damage;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A simulated Solaris domain with the truth about it. Kept for other tests of a run, so that nobody closes its target.
 *
 * @param target the opened image
 * @param truth what is in it
 */
public record SolarisDomain(Target target, Facts truth) {
    private static final int PAGES = 1 << 14;
    private static final SoftlyKept<SolarisDomain> MADE = new SoftlyKept<>();

    /** The domain of the first seed whose console hangs. */
    public static SolarisDomain sxc16() {
        return of("sxc16", 1);
    }

    /** A domain by its name and seed. */
    public static SolarisDomain of(String name, long seed) {
        return MADE.get(name + "-" + seed, () -> make(name, seed, frozen -> {}));
    }

    /** The domain of the first seed whose console hangs, with something in it spoilt. */
    public static SolarisDomain damaged(String damage) {
        return MADE.get(
                "sxc16-" + damage,
                () -> make(
                        "sxc16", 1, frozen -> Damage.find(damage).orElseThrow().inflict(frozen)));
    }

    /** The domain of the first seed whose console hangs, changed by a test before it is dumped. */
    public static SolarisDomain changed(String change, Consumer<FrozenDomain> stroke) {
        return MADE.get("sxc16-changed-" + change, () -> make("sxc16", 1, stroke));
    }

    /** The domain of the first seed whose console hangs, as tools before Xen 3.1 wrote it: without the page shared with Xen. */
    public static SolarisDomain xcCore() {
        return MADE.get("sxc16-xc_core", () -> make("sxc16", 1, frozen -> {}, FrozenDomain::writeXcCore));
    }

    /** Writes a domain into a container. */
    private interface Container {
        void write(FrozenDomain frozen, Path image) throws IOException;
    }

    private static SolarisDomain make(String name, long seed, Consumer<FrozenDomain> stroke) {
        return make(name, seed, stroke, FrozenDomain::writeElf);
    }

    private static SolarisDomain make(String name, long seed, Consumer<FrozenDomain> stroke, Container container) {
        try {
            Path image = Files.createTempFile(name, ".core");
            FrozenDomain frozen = Scenario.find(name).orElseThrow().freeze(new Scenario.Options(seed, PAGES));
            stroke.accept(frozen);
            Files.delete(image);
            container.write(frozen, image);
            image.toFile().deleteOnExit();
            Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
            return new SolarisDomain(target, new Facts(frozen.truth()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A session on it. */
    public Conversation conversation() {
        return new Conversation(target);
    }
}
