package dev.xmdb.samples;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One page that a program in the guest printed of itself before the image was taken.
 *
 * @param pid whose address space
 * @param what what the page is
 * @param address virtual address
 * @param pfn guest frame, as the guest's own pagemap had it
 * @param bytes the bytes at the address, 0 to 255
 */
record LabPage(int pid, String what, long address, long pfn, List<Integer> bytes) {
    private static final Pattern LINE = Pattern.compile(
            "LAB-TRUTH page pid=(\\d+) what=(\\S+) va=0x([0-9a-f]+) pagemap=\\S+ present=1 pfn=0x([0-9a-f]+) bytes=([0-9a-f]+) .*");

    /** The pages in a truth file. */
    static List<LabPage> in(List<String> lines) {
        return lines.stream().map(LabPage::parse).flatMap(Optional::stream).toList();
    }

    private static Optional<LabPage> parse(String line) {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new LabPage(
                Integer.parseInt(matcher.group(1)),
                matcher.group(2),
                Long.parseUnsignedLong(matcher.group(3), 16),
                Long.parseUnsignedLong(matcher.group(4), 16),
                unsigned(HexFormat.of().parseHex(matcher.group(5)))));
    }

    private static List<Integer> unsigned(byte[] bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> Byte.toUnsignedInt(bytes[i]))
                .toList();
    }
}
