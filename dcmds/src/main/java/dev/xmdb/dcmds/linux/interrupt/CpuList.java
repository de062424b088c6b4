package dev.xmdb.dcmds.linux.interrupt;

import java.util.List;

/** CPUs as the kernel writes lists of them. */
final class CpuList {
    private CpuList() {}

    /** {@code 0-3,5}; {@code -} for none. */
    static String of(List<Integer> cpus) {
        if (cpus.isEmpty()) {
            return "-";
        }
        var text = new StringBuilder();
        for (int at = 0; at < cpus.size(); ) {
            int end = at;
            while (end + 1 < cpus.size() && cpus.get(end + 1) == cpus.get(end) + 1) {
                end++;
            }
            text.append(at == 0 ? "" : ",").append(cpus.get(at));
            if (end > at) {
                text.append('-').append(cpus.get(end));
            }
            at = end + 1;
        }
        return text.toString();
    }
}
