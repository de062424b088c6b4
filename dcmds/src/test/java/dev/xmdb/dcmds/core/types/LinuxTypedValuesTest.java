package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Every variable of a real kernel whose type is known, printed, and its numbers compared with the bytes in memory. What those mean is
 * found out by a decoder of its own ({@link RawBtf}) and the addresses by sums of the kernel's own words.
 */
class LinuxTypedValuesTest {
    private static final int SAMPLED = 2000;
    private static final List<String> LARGE =
            List.of("linux-pv64", "linux-pv64b", "linux-pvh", "linux-pv64-panic", "linux-5.10-hvm");

    /** Reasons for which a value may end early. */
    private static final String REASON =
            "xmdb: failed to read (\\d+ bytes|char array) at [0-9a-f]+: no mapping for address \\(.+\\)\n";

    /** Variables of every kernel, none of them per-CPU, and their types. */
    private static final Map<String, String> VARIABLES = Map.ofEntries(
            Map.entry("init_task", "task_struct"),
            Map.entry("init_mm", "mm_struct"),
            Map.entry("init_uts_ns", "uts_namespace"),
            Map.entry("init_net", "net"),
            Map.entry("root_task_group", "task_group"),
            Map.entry("slab_caches", "list_head"),
            Map.entry("modules", "list_head"),
            Map.entry("super_blocks", "list_head"),
            Map.entry("__cpu_online_mask", "cpumask"),
            Map.entry("jiffies_64", "u64"),
            Map.entry("panic_cpu", "atomic_t"),
            Map.entry("phys_base", "long unsigned int"),
            Map.entry("max_pfn", "long unsigned int"));

    /** A variable, or a CPU's copy of one. */
    private record Variable(String name, long address, int type) {}

    /** A kernel. */
    private static final class Kernel {
        final Conversation session;
        final AddressSpace memory;
        final RawBtf types;
        final List<Variable> variables = new ArrayList<>();

        Kernel(Target target) {
            session = new Conversation(target);
            memory = target.guest().kernelSpace().orElseGet(target::virtual);
            types = new RawBtf(memory, value(target, "__start_BTF"), value(target, "__stop_BTF"));
            VARIABLES.forEach(
                    (name, type) -> variables.add(new Variable(name, value(target, name), types.named(type))));
            long cpus = target.symbols().valueOf("nr_cpu_ids").isPresent()
                    ? memory.readInt(value(target, "nr_cpu_ids"))
                    : 1;
            for (RawBtf.Placed placed : types.section(".data..percpu")) {
                for (int cpu = 0; cpu < cpus; cpu++) {
                    long base = memory.readLong(value(target, "__per_cpu_offset") + 8L * cpu);
                    long address = base + value(target, "__per_cpu_start") + placed.offset();
                    variables.add(new Variable(placed.name() + " of CPU " + cpu, address, placed.type()));
                }
            }
        }

        private static long value(Target target, String name) {
            return target.symbols().valueOf(name).orElseThrow();
        }

        /** The bits of a number, cut out of its bytes. */
        BigInteger number(long variable, RawBtf.Place place) {
            int shift = (int) (place.bit() % 8);
            int bytes = (shift + place.width() + 7) / 8;
            var magnitude = new byte[bytes];
            for (int i = 0; i < bytes; i++) {
                magnitude[bytes - 1 - i] = (byte) memory.readByte(variable + place.bit() / 8 + i);
            }
            return new BigInteger(1, magnitude).shiftRight(shift).mod(BigInteger.ONE.shiftLeft(place.width()));
        }

        /** What {@code ::print -nx} writes for a number; for flags only how that begins. */
        String text(BigInteger number, RawBtf.Place place) {
            int kind = types.kind(types.bare(place.type()));
            if (types.isCharacter(place.type()) && place.width() == 8) {
                return "'" + Characters.escaped(number.intValueExact()) + "'";
            }
            String digits = number.signum() == 0 ? "0" : "0x" + number.toString(16);
            if (kind != RawBtf.ENUM && kind != RawBtf.ENUM64) {
                return digits;
            }
            long signed = place.width() == 32 ? number.intValue() : number.longValue();
            return types.areBits(place.type())
                    ? digits + " ("
                    : digits + " (" + types.constant(place.type(), signed) + ")";
        }
    }

    private static void everyVariablePrints(Kernel kernel, int least) {
        int values = 0;
        for (Variable variable : kernel.variables) {
            kernel.session.run(Long.toHexString(variable.address()) + "::print");
            String messages = kernel.session.messages();
            if (!messages.isEmpty()) {
                assertThat(messages).as(variable.name()).matches(REASON);
            }
            values += sameNumbers(kernel, variable, kernel.session.rows());
        }
        assertThat(values).isGreaterThan(least);
    }

    /** Compares every row that has a number, found by its path, and gives how many there were. */
    private static int sameNumbers(Kernel kernel, Variable variable, List<Emission.Row> rows) {
        Map<String, RawBtf.Place> places = new HashMap<>();
        for (RawBtf.Place place : kernel.types.places(variable.type())) {
            places.putIfAbsent(place.path(), place);
        }
        int compared = 0;
        for (Emission.Row row : rows) {
            Map<String, Value> fields = row.fields().stream().collect(Collectors.toMap(Field::name, Field::value));
            String path = ((Value.Text) fields.get("member")).text();
            String where = variable.name() + " " + path;
            RawBtf.Place place = places.get(path);
            if (place == null) {
                if (fields.get("value") instanceof Value.Many(List<Value> elements)) {
                    for (int i = 0; i < elements.size(); i++) {
                        RawBtf.Place element = places.get(path + "[" + RawBtf.index(i) + "]");
                        compared += sameNumber(kernel, variable, element, elements.get(i), where);
                    }
                }
                continue;
            }
            assertThat(fields.get("address"))
                    .as(where)
                    .isEqualTo(new Value.Address(variable.address() + place.bit() / 8));
            compared += sameNumber(kernel, variable, place, fields.get("value"), where);
        }
        return compared;
    }

    private static int sameNumber(Kernel kernel, Variable variable, RawBtf.Place place, Value value, String where) {
        BigInteger printed = switch (value) {
            case Value.Quantity(long number) -> BigInteger.valueOf(number);
            case Value.Unsigned(long number) -> new BigInteger(Long.toUnsignedString(number));
            case Value.SymbolRef ref -> new BigInteger(Long.toUnsignedString(ref.address()));
            case Value.Text ignored when place.width() == 8 -> null;
            default -> throw new AssertionError(where + " is a number, and not " + value);
        };
        if (printed == null) {
            return 0;
        }
        assertThat(printed.mod(BigInteger.ONE.shiftLeft(place.width())))
                .as(where)
                .isEqualTo(kernel.number(variable.address(), place));
        return 1;
    }

    private static void sampledMembersEqualTheirBytes(Kernel kernel) {
        List<Map.Entry<Variable, RawBtf.Place>> all = new ArrayList<>();
        for (Variable variable : kernel.variables) {
            kernel.types.places(variable.type()).forEach(place -> all.add(Map.entry(variable, place)));
        }
        assertThat(all).hasSizeGreaterThan(SAMPLED);
        Collections.shuffle(all, new Random(6));
        int compared = 0;
        for (var each : all) {
            Variable variable = each.getKey();
            RawBtf.Place place = each.getValue();
            String command = Long.toHexString(variable.address()) + "::print -nx " + place.path();
            String name = place.path().isEmpty() ? "" : place.path() + " = ";
            BigInteger number;
            try {
                number = kernel.number(variable.address(), place);
            } catch (MemoryFaultException lost) {
                assertThat(kernel.session.errors(command)).as(command).matches(REASON);
                continue;
            }
            String expected = name + kernel.text(number, place);
            String printed = kernel.session.run(command);
            if (expected.endsWith(" (")) {
                assertThat(printed).as(command).startsWith(expected);
            } else {
                assertThat(printed).as(command).isEqualTo(expected + "\n");
            }
            if (++compared == SAMPLED) {
                return;
            }
        }
        assertThat(compared).isEqualTo(SAMPLED);
    }

    private final Kernel sample = new Kernel(LinuxDomain.target());

    @Test
    void everyVariableOfAKnownTypePrintsAsItsBytesAre() {
        everyVariablePrints(sample, 8_000);
    }

    @Test
    void sampledMembersEqualTheirBytes() {
        sampledMembersEqualTheirBytes(sample);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void everyVariableOfLargeImagesPrintsAsItsBytesAre() {
        for (String image : LARGE) {
            everyVariablePrints(new Kernel(LinuxDomain.real(image)), 1_000);
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void sampledMembersOfLargeImagesEqualTheirBytes() {
        for (String image : LARGE) {
            sampledMembersEqualTheirBytes(new Kernel(LinuxDomain.real(image)));
        }
    }
}
