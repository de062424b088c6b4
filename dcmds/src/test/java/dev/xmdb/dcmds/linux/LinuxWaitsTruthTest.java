package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run queues, waits, timers and the network of real domains against what the guests said of them. */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class LinuxWaitsTruthTest {
    private static final Pattern TIMER = Pattern.compile(" #\\d+: <\\w+>, (\\w+), S:01");
    private static final Pattern EXPIRY = Pattern.compile(" # expires at (\\d+)-(\\d+) nsecs .*");

    private static Value value(Emission.Row row, String name) {
        return row.fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElseThrow();
    }

    private static String text(Emission.Row row, String name) {
        return switch (value(row, name)) {
            case Value.Text(String text) -> text;
            case Value.Quantity(long number) -> Long.toString(number);
            case Value.Address(long number) -> Long.toHexString(number);
            case Value.SymbolRef(long address, String symbol) -> String.valueOf(symbol) + "@" + address;
            default -> "";
        };
    }

    /** A task says of itself whether it is on a queue: 1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-pv64",
                "linux-pv64b",
                "linux-pv64-small",
                "linux-pvh",
                "linux-pv64-panic",
                "linux-5.10-hvm"
            })
    void theQueuesHaveTheTasksThatSayThatTheyAreOnOne(String image) {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::runq");
        assertThat(session.messages()).isEmpty();
        Set<String> queued = new HashSet<>();
        session.rows().stream()
                .filter(row -> !text(row, "class").equals("idle"))
                .forEach(row -> queued.add(text(row, "task")));
        Set<String> expected = new HashSet<>();
        session.run("::walk task");
        List<Long> tasks = session.rows().stream().map(Emission.Row::piped).toList();
        for (Long task : tasks) {
            String name = Long.toHexString(task);
            boolean idle = session.run(name + "::print -d struct task_struct pid")
                    .strip()
                    .endsWith("= 0");
            if (!idle
                    && session.run(name + "::print -d struct task_struct on_rq")
                            .strip()
                            .matches("on_rq = (0t)?1")) {
                expected.add(name);
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(queued).isEqualTo(expected);
    }

    /** Timers that were set when the guest told of them and that are far ahead must be there still, on the same CPU. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void highResolutionTimersAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::timers -r");
        assertThat(session.messages()).isEmpty();
        Set<String> own = new HashSet<>();
        session.rows()
                .forEach(row -> own.add(text(row, "cpu") + " "
                        + text(row, "function").replaceAll("@.*", "") + " " + text(row, "earliest") + "-"
                        + text(row, "expires")));
        var far = new ArrayList<String>();
        String cpu = "";
        String function = "";
        for (String line : Files.readAllLines(LinuxDomain.truth(image, "guest-timer-list.txt"))) {
            Matcher timer = TIMER.matcher(line);
            Matcher expiry = EXPIRY.matcher(line);
            if (line.startsWith("cpu: ")) {
                cpu = line.substring(5).strip();
            } else if (timer.matches()) {
                function = timer.group(1);
            } else if (expiry.matches() && expiry.group(1).length() >= 16) {
                far.add(cpu + " " + function + " " + expiry.group(1) + "-" + expiry.group(2));
            }
        }
        assertThat(far).hasSizeGreaterThanOrEqualTo(image.endsWith("small") ? 2 : 8);
        assertThat(own).containsAll(far);
    }

    /** Threads 0 to 11 of the guest's own program wait each in its own way. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh", "linux-pv64-panic"})
    void threadsWaitForWhatTheGuestsProgramSays(String image) {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::waitq");
        assertThat(session.messages()).isEmpty();
        Map<String, String> kinds = new HashMap<>();
        session.rows()
                .forEach(row -> kinds.put(
                        text(row, "name"),
                        text(row, "kind") + " " + text(row, "woken_by").replaceAll("@.*", "")));
        for (int thread = 0; thread < 12; thread++) {
            String name = String.format("lab-thr-%03d", thread);
            switch (thread % 6) {
                case 0 -> assertThat(kinds.get(name)).isEqualTo("timer hrtimer_wakeup");
                case 1 -> assertThat(kinds.get(name)).isEqualTo("futex ");
                case 2 -> assertThat(kinds.get(name)).isEqualTo("waitq autoremove_wake_function");
                case 3 -> assertThat(kinds.get(name)).isEqualTo("waitq pollwake");
                case 4 -> assertThat(kinds.get(name)).isEqualTo("waitq ep_autoremove_wake_function");
                // It waits for a signal only.
                default -> assertThat(kinds).doesNotContainKey(name);
            }
        }
        assertThat(kinds.get("lab-vfork-D")).isEqualTo("completion ");
    }

    /** The guest wrote addresses and ports as the processor reads the network's bytes. */
    private static String endpoint(String told) {
        String[] parts = told.split(":", -1);
        long address = Long.parseLong(parts[0], 16);
        int port = Integer.parseInt(parts[1], 16);
        return (address & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address >>> 16 & 0xff) + "." + (address >>> 24)
                + ":" + (port == 0 ? "*" : port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void internetSocketsAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        for (String protocol : List.of("tcp", "udp")) {
            session.run("::net -t " + protocol);
            assertThat(session.messages()).isEmpty();
            Set<String> own = new HashSet<>();
            session.rows()
                    .forEach(row -> own.add(text(row, "local") + " " + text(row, "remote") + " " + text(row, "recvq")
                            + " " + text(row, "sendq") + " " + text(row, "inode") + " " + text(row, "uid")));
            Set<String> told = new HashSet<>();
            for (String line : Files.readAllLines(LinuxDomain.truth(image, "guest-net-" + protocol + ".txt"))) {
                String[] words = line.strip().split(" +", -1);
                if (words[0].endsWith(":")) {
                    String[] queues = words[4].split(":", -1);
                    told.add(endpoint(words[1]) + " " + endpoint(words[2]) + " " + Long.parseLong(queues[1], 16) + " "
                            + Long.parseLong(queues[0], 16) + " " + words[9] + " " + words[7]);
                }
            }
            assertThat(own).as(protocol).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void unixSocketsAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::net -t unix");
        assertThat(session.messages()).isEmpty();
        var own = new ArrayList<String>();
        session.rows().forEach(row -> own.add(text(row, "inode") + " " + text(row, "local")));
        var told = new ArrayList<String>();
        for (String line : Files.readAllLines(LinuxDomain.truth(image, "guest-net-unix.txt"))) {
            String[] words = line.strip().split(" +", -1);
            if (words[0].endsWith(":")) {
                told.add(words[6] + " " + (words.length > 7 ? words[7] : ""));
            }
        }
        assertThat(own).containsExactlyInAnyOrderElementsOf(told);
    }

    /** What went through the loopback went before the guest told of it; the other device sends on now and then. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void devicesAndTheirCountersAreThoseThatTheGuestTold(String image) throws IOException {
        var session = new Conversation(LinuxDomain.real(image));
        session.run("::net -d");
        assertThat(session.messages()).isEmpty();
        Map<String, Emission.Row> own = new HashMap<>();
        session.rows().forEach(row -> own.put(text(row, "name"), row));
        List<String> told = Files.readAllLines(LinuxDomain.truth(image, "guest-net-dev.txt")).stream()
                .skip(2)
                .toList();
        assertThat(own).hasSameSizeAs(told);
        for (String line : told) {
            String[] words = line.strip().split("[: ]+", -1);
            Emission.Row row = own.get(words[0]);
            assertThat(row).as(line).isNotNull();
            List<Long> numbers = List.of("rxbytes", "rxpkts", "txbytes", "txpkts").stream()
                    .map(name -> Long.parseLong(text(row, name)))
                    .toList();
            List<Long> expected = List.of(words[1], words[2], words[9], words[10]).stream()
                    .map(Long::parseLong)
                    .toList();
            if (words[0].equals("lo")) {
                assertThat(numbers).isEqualTo(expected);
            } else {
                for (int i = 0; i < numbers.size(); i++) {
                    assertThat(numbers.get(i)).as(line).isBetween(expected.get(i), expected.get(i) + 1000);
                }
            }
        }
    }
}
