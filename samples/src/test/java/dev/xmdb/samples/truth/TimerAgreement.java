package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every callout and every cyclic: when which function is called. */
final class TimerAgreement implements Agreement {
    /** Callouts are told in clock ticks. */
    private static final long NANOSECONDS_PER_TICK = 10_000_000;

    @Override
    public void check(SimulatedDomain domain) {
        callouts(domain);
        cyclics(domain);
    }

    private static void callouts(SimulatedDomain domain) {
        Map<Long, List<Object>> told = new LinkedHashMap<>();
        for (Facts callout : domain.truth().list("callouts")) {
            told.put(
                    callout.number("address"),
                    List.of(
                            callout.text("kind"),
                            callout.number("expires") * NANOSECONDS_PER_TICK,
                            callout.text("function"),
                            callout.number("argument")));
        }
        Map<Long, List<Object>> found = new LinkedHashMap<>();
        for (Answer callout : domain.ask("::callout")) {
            found.put(
                    callout.number("addr"),
                    List.of(
                            callout.word("t").equals("R") ? "realtime" : "normal",
                            callout.number("exp"),
                            callout.word("func"),
                            callout.number("arg")));
        }
        Agreement.same("callouts", told, found);
    }

    private static void cyclics(SimulatedDomain domain) {
        Map<Long, List<Object>> told = new LinkedHashMap<>();
        for (Facts cyclic : domain.truth().list("cyclics")) {
            told.put(
                    cyclic.number("address"),
                    List.of(
                            cyclic.text("handler"),
                            cyclic.number("expires"),
                            cyclic.number("interval"),
                            List.of("low", "lock", "high").get((int) cyclic.number("level"))));
        }
        Map<Long, List<Object>> found = new LinkedHashMap<>();
        for (Answer cyclic : domain.ask("::cycinfo -v")) {
            if (cyclic.has("interval")) {
                found.put(
                        cyclic.number("addr"),
                        List.of(
                                cyclic.word("handler"),
                                cyclic.number("fire"),
                                cyclic.number("interval"),
                                cyclic.word("levl")));
            }
        }
        Agreement.same("cyclics", told, found);
    }
}
