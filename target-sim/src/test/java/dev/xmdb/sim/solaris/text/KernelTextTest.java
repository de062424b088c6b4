package dev.xmdb.sim.solaris.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.solaris.text.Function.Site;
import dev.xmdb.sim.solaris.text.Function.Transfer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelTextTest {
    private static final long BASE = 0xfffffffffb802000L;
    private static final int SLOT = 0x800;

    @TempDir
    Path folder;

    private final List<Function> functions = FunctionTable.functions();

    private final Map<String, Long> addresses = functions.stream()
            .collect(Collectors.toMap(Function::name, each -> BASE + (long) functions.indexOf(each) * SLOT));

    private byte[] code(Function function) {
        return new Assembler(addresses::get, new Random(1))
                .assemble(function, BASE + (long) functions.indexOf(function) * SLOT);
    }

    @Test
    void everyDirectCallReachesItsCallee() {
        for (Function function : functions) {
            byte[] code = code(function);
            for (Site site : function.sites()) {
                if (site.transfer() == Transfer.DIRECT) {
                    assertThat(code[site.offset() - 5]).as(function.name()).isEqualTo((byte) 0xe8);
                    int distance = Integer.reverseBytes(
                            HexFormat.fromHexDigits(HexFormat.of().formatHex(code, site.offset() - 4, site.offset())));
                    assertThat(addresses.get(function.name()) + site.offset() + distance)
                            .isEqualTo(addresses.get(site.callee()));
                }
            }
        }
    }

    @Test
    void framesKeepTheStackAlignedAndHoldTheArguments() {
        for (Function function : functions) {
            assertThat(function.frame() % 16).as(function.name()).isZero();
            if (function.described()) {
                assertThat(function.frame())
                        .as(function.name())
                        .isGreaterThanOrEqualTo(
                                8 * Math.min(6, function.arguments().size()));
            }
        }
    }

    @Test
    void aDisassemblerSeesInstructionsThatStartWhereTheTableSays() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump is needed to disassemble the kernel's text");
        byte[] text = new byte[functions.size() * SLOT];
        for (int index = 0; index < functions.size(); index++) {
            byte[] code = code(functions.get(index));
            System.arraycopy(code, 0, text, index * SLOT, code.length);
        }
        NavigableMap<Long, String> instructions = disassemble(Files.write(folder.resolve("text"), text));
        for (Function function : functions) {
            long va = addresses.get(function.name());
            for (String each : instructions.subMap(va, va + function.size()).values()) {
                assertThat(each).as(function.name()).doesNotContain("(bad)");
            }
            for (Site site : function.sites()) {
                assertThat(instructions).as(function.name()).containsKey(va + site.offset());
                if (site.transfer() != Transfer.BOUNDARY) {
                    assertThat(instructions.lowerEntry(va + site.offset()).getValue())
                            .contains("call");
                }
            }
            assertThat(instructions.lowerEntry(va + function.size()).getValue()).contains("ret");
        }
    }

    private static NavigableMap<Long, String> disassemble(Path text) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "/usr/bin/objdump",
                        "-D",
                        "-z",
                        "-b",
                        "binary",
                        "-m",
                        "i386:x86-64",
                        "--adjust-vma=0x" + Long.toHexString(BASE),
                        text.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        NavigableMap<Long, String> instructions = new TreeMap<>();
        for (String line : printed.lines().toList()) {
            if (line.matches("[0-9a-f]{16}:\t.*")) {
                String[] cells = line.split("\t", -1);
                if (cells.length > 2) {
                    instructions.put(Long.parseUnsignedLong(cells[0].substring(0, 16), 16), cells[2]);
                }
            }
        }
        return instructions;
    }
}
