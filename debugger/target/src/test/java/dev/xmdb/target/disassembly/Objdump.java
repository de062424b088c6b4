package dev.xmdb.target.disassembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What objdump of GNU binutils makes of bytes: an independent decoder. */
final class Objdump {
    private static final Pattern LINE = Pattern.compile("\\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\\s*(?:\t(.*))?");

    /** A line of it. */
    record Line(long address, int length, String text) {
        boolean isDecoded() {
            return !text.contains("(bad)") && !text.startsWith(".byte");
        }
    }

    private Objdump() {}

    /** Whether it is installed. */
    static boolean isInstalled() {
        try {
            Process process = new ProcessBuilder("objdump", "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The lines of code at an address, one after the other. */
    static List<Line> of(CpuMode mode, long address, byte[] code) throws IOException {
        Path file = Files.createTempFile("xmdb-objdump", ".bin");
        try {
            Files.write(file, code);
            String machine = mode == CpuMode.BITS_64 ? "i386:x86-64" : mode == CpuMode.BITS_32 ? "i386" : "i8086";
            Process process = new ProcessBuilder(
                            "objdump",
                            "-D",
                            "-z",
                            "-w",
                            "-b",
                            "binary",
                            "-m",
                            machine,
                            "-M",
                            "att,suffix",
                            "--adjust-vma=0x" + Long.toHexString(address),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var lines = new ArrayList<Line>();
            for (String line : output.split("\n", -1)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    lines.add(new Line(
                            Long.parseUnsignedLong(matcher.group(1), 16),
                            matcher.group(2).length() / 3,
                            matcher.group(3) == null ? "" : matcher.group(3).strip()));
                }
            }
            return lines;
        } finally {
            Files.delete(file);
        }
    }
}
