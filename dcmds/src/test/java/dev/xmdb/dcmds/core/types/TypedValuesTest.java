package dev.xmdb.dcmds.core.types;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.solaris.layout.Definition;
import dev.xmdb.sim.solaris.layout.Layouts;
import dev.xmdb.sim.solaris.layout.TypeName;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.symbols.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every variable that the simulated kernel gives a type, printed and compared with its bytes. What those bytes mean comes from the simulator's own
 * tables of offsets, never from the type data that the debugger reads.
 */
class TypedValuesTest {
    private static final int SAMPLED = 2000;
    private static final int MOST_ELEMENTS = 40;
    private static final Pattern VARIABLE = Pattern.compile("(?:static )?(.*?)\\s*(\\w+)((?:\\[\\d+])*)(?:\\s+@\\w+)?");

    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();
    private final Layouts layouts = Layouts.ref09();

    /** A number somewhere in a variable. */
    private record Place(long variable, String path, long bit, TypeName type) {}

    @Test
    void everyVariableOfAKnownTypePrintsWithoutAMessage() {
        int typed = 0;
        for (String object : domain.target().symbols().objects()) {
            for (Symbol symbol : domain.target().symbols().all(object).orElseThrow()) {
                if (domain.target().guest().types().ofVariable(symbol).isPresent()) {
                    typed++;
                    String printed = session.run(Long.toHexString(symbol.value()) + "::print");
                    assertThat(session.messages()).as(symbol.name()).isEmpty();
                    assertThat(printed).as(symbol.name()).isNotBlank().doesNotContain("???");
                }
            }
        }
        assertThat(typed).isGreaterThan(70);
    }

    @Test
    void sampledMembersEqualTheirBytes() throws IOException {
        List<Place> places = places();
        assertThat(places).hasSizeGreaterThan(SAMPLED);
        Collections.shuffle(places, new Random(20));
        for (Place place : places.subList(0, SAMPLED)) {
            String command = Long.toHexString(place.variable()) + "::print -nx " + place.path();
            String expected = (place.path().isEmpty() ? "" : place.path() + " = ") + expected(place);
            assertThat(session.run(command)).as(command).isEqualTo(expected + "\n");
        }
    }

    private List<Place> places() throws IOException {
        var places = new ArrayList<Place>();
        String module = "";
        for (String line : variables().lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("module ")) {
                module = line.substring("module ".length()).strip();
                continue;
            }
            Matcher matcher = VARIABLE.matcher(line.strip());
            assertThat(matcher.matches()).as(line).isTrue();
            TypeName type = TypeName.of(matcher.group(1)).array(matcher.group(3));
            long address = domain.target()
                    .symbols()
                    .valueOf(module, matcher.group(2))
                    .orElseThrow()
                    .orElseThrow();
            expand(places, address, "", 0, type);
        }
        return places;
    }

    private static String variables() throws IOException {
        try (InputStream in =
                requireNonNull(Layouts.class.getResourceAsStream("/dev/xmdb/sim/solaris/variables.table"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void expand(List<Place> places, long variable, String path, long bit, TypeName type) {
        if (!type.dimensions().isEmpty()) {
            TypeName element = type.element();
            for (int i = 0; i < Math.min(MOST_ELEMENTS, type.dimensions().getFirst()); i++) {
                expand(places, variable, path + "[0t" + i + "]", bit + 8L * i * layouts.size(element), element);
            }
        } else if (type.pointers() == 0 && definition(type.base()) instanceof Definition.Aggregate aggregate) {
            for (Definition.Member member : aggregate.members()) {
                String inner = path.isEmpty() ? member.name() : path + "." + member.name();
                expand(places, variable, inner, bit + member.bit(), member.type());
            }
        } else {
            places.add(new Place(variable, path, bit, type));
        }
    }

    private Definition definition(String name) {
        Definition found = requireNonNull(layouts.find(name), name);
        return found instanceof Definition.Alias alias && alias.target().pointers() == 0
                ? definition(alias.target().base())
                : found;
    }

    /** The value as its bytes say: bits cut out of a big little-endian number. */
    private String expected(Place place) {
        TypeName type = place.type();
        int width = type.bits() > 0 ? type.bits() : 8 * layouts.size(type);
        int bytes = (int) (place.bit() % 8 + width + 7) / 8;
        var magnitude = new byte[bytes];
        AddressSpace memory = domain.target().virtual();
        for (int i = 0; i < bytes; i++) {
            magnitude[bytes - 1 - i] = (byte) memory.readByte(place.variable() + place.bit() / 8 + i);
        }
        BigInteger number =
                new BigInteger(1, magnitude).shiftRight((int) (place.bit() % 8)).mod(BigInteger.ONE.shiftLeft(width));
        Definition definition = type.pointers() > 0 ? definition("unsigned long") : definition(type.base());
        if (definition instanceof Definition.Whole whole && whole.size() == 1 && whole.encoding() == 3) {
            return "'" + Characters.escaped(number.intValueExact()) + "'";
        }
        String digits = number.signum() == 0 ? "0" : "0x" + number.toString(16);
        if (definition instanceof Definition.Enumeration enumeration) {
            return digits + " ("
                    + enumeration.constants().stream()
                            .filter(constant -> constant.value() == number.intValue())
                            .findFirst()
                            .map(Definition.Constant::name)
                            .orElse("???")
                    + ")";
        }
        return digits;
    }
}
