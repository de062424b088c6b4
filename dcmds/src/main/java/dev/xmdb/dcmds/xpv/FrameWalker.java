package dev.xmdb.dcmds.xpv;

import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import java.util.function.ToLongFunction;

/** The walkers {@code pfn} and {@code mfn}: every frame that the image has, in the order of guest frames. */
final class FrameWalker implements Walker {
    private final String name;
    private final String summary;
    private final ToLongFunction<FrameRun> numberOf;

    private FrameWalker(String name, String summary, ToLongFunction<FrameRun> numberOf) {
        this.name = name;
        this.summary = summary;
        this.numberOf = numberOf;
    }

    static FrameWalker ofGuestFrames() {
        return new FrameWalker("pfn", "every guest frame in the image, from the given one on", FrameRun::pfn);
    }

    static FrameWalker ofMachineFrames() {
        return new FrameWalker(
                "mfn",
                "the machine frame of every guest frame in the image, from the given guest frame on",
                FrameRun::mfn);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public AddressUse address() {
        return AddressUse.OPTIONAL;
    }

    @Override
    public void walk(Walk walk) {
        long from = walk.start().orElse(0);
        walk.target().image().frames().scanRuns(run -> {
            long first = numberOf.applyAsLong(run);
            for (long i = skipped(run, from); i < run.length() && first != Frames.ABSENT; i++) {
                if (!walk.deliver(first + i)) {
                    return false;
                }
            }
            return true;
        });
    }

    /** How many frames of a run lie before a guest frame. */
    private static long skipped(FrameRun run, long from) {
        return Long.compareUnsigned(from, run.pfn()) <= 0
                ? 0
                : Long.compareUnsigned(from, run.pfn() + run.length()) >= 0 ? run.length() : from - run.pfn();
    }
}
