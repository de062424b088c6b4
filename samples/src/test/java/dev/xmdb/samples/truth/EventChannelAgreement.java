package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every event channel: what it is bound to, who handles it, where and at which level, and whether it is masked and pending. */
final class EventChannelAgreement implements Agreement {
    private static final Map<Long, String> VIRTUAL =
            Map.of(0L, "timer", 1L, "debug", 2L, "console", 3L, "dom exc", 6L, "debugger", 16L, "mca");

    private record Known(
            String type, long irq, long level, long cpu, boolean masked, boolean pending, List<String> handlers) {}

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, Known> told = new LinkedHashMap<>();
        Map<Long, List<String>> toldDrivers = new LinkedHashMap<>();
        for (Facts channel : domain.truth().list("event_channels")) {
            String handler = channel.text("handler");
            told.put(
                    channel.number("channel"),
                    new Known(
                            type(channel),
                            channel.number("irq"),
                            channel.number("level"),
                            Long.numberOfTrailingZeros(channel.number("cpus")),
                            channel.truth("masked"),
                            channel.truth("pending"),
                            handler.isEmpty() ? List.of() : List.of(handler)));
            String driver = channel.has("driver") ? channel.text("driver") : "";
            toldDrivers.put(channel.number("channel"), handler.isEmpty() ? List.of() : List.of(driver));
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        for (Answer channel : domain.ask("::evtchns")) {
            found.put(
                    channel.number("evtchn"),
                    new Known(
                            channel.word("type"),
                            channel.number("irq"),
                            channel.number("ipl"),
                            channel.number("cpu"),
                            channel.truth("masked"),
                            channel.truth("pending"),
                            channel.words("isr_s_")));
        }
        Agreement.same("event channels", told, found);
        Map<Long, List<String>> foundDrivers = new LinkedHashMap<>();
        domain.ask("::evtchns -d")
                .forEach(channel -> foundDrivers.put(channel.number("evtchn"), channel.words("driver_name_s_")));
        Agreement.same("drivers of event channels", toldDrivers, foundDrivers);
    }

    private static String type(Facts channel) {
        return switch (channel.text("kind")) {
            case "virtual" -> "virq:" + VIRTUAL.get(channel.number("virtual"));
            case "processor" -> "ipi";
            default -> "evtchn";
        };
    }
}
