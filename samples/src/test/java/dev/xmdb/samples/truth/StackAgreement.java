package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every frame of every stack, with its arguments: of threads that wait, and of every vCPU. */
final class StackAgreement implements Agreement {
    private static final int DECIMAL_DIGIT = 10;

    @Override
    public void check(SimulatedDomain domain) {
        waiting(domain);
        running(domain);
    }

    private static void waiting(SimulatedDomain domain) {
        Set<Long> running = new HashSet<>();
        domain.truth().list("cpus").forEach(cpu -> running.add(cpu.number("thread")));
        Set<Long> corrupt = domain.truth().list("faults").stream()
                .filter(fault -> fault.text("kind").equals("stack-corruption"))
                .map(fault -> fault.number("thread"))
                .collect(Collectors.toSet());
        List<Long> threads = new ArrayList<>();
        Map<Long, String> told = new LinkedHashMap<>();
        for (Facts thread : domain.truth().list("threads")) {
            List<Facts> stack = thread.list("stack");
            long address = thread.number("address");
            if (stack.isEmpty() || running.contains(address)) {
                continue;
            }
            if (corrupt.contains(address)) {
                assertThat(domain.askAnyway(Long.toHexString(thread.number("sp")) + "::stackregs").stream()
                                .map(Answer::text))
                        .as("frames up to the corrupt one")
                        .containsExactlyElementsOf(
                                stack.stream().map(StackAgreement::line).toList());
                continue;
            }
            threads.add(address);
            told.put(
                    address,
                    "stack pointer for thread %x: %x%n".formatted(address, thread.number("sp"))
                            + stack.stream().map(frame -> "  " + line(frame)).collect(Collectors.joining("\n")));
        }
        Map<Long, String> found = new LinkedHashMap<>();
        for (Answer stack : domain.ask(threads, "::findstack -v")) {
            // The innermost frame, which is the switch to another thread in every stack.
            found.put(stack.number("thread"), stack.text().replaceAll("(?m)^\\[ .*\\n", ""));
        }
        Agreement.same("stacks of threads", told, found);
    }

    private static void running(SimulatedDomain domain) {
        Map<Integer, List<String>> told = new LinkedHashMap<>();
        Map<Integer, List<String>> found = new LinkedHashMap<>();
        List<Facts> vcpus = domain.truth().list("vcpus");
        for (int vcpu = 0; vcpu < vcpus.size(); vcpu++) {
            told.put(
                    vcpu,
                    vcpus.get(vcpu).list("stack").stream()
                            .map(StackAgreement::line)
                            .toList());
            found.put(
                    vcpu,
                    domain.ask("::cpustack -v -c " + Integer.toHexString(vcpu)).stream()
                            .map(Answer::text)
                            .toList());
        }
        Agreement.same("stacks of vCPUs", told, found);
    }

    /** A frame with its frame pointer, as the debugger writes it. */
    private static String line(Facts frame) {
        long offset = frame.number("offset");
        String place = offset == 0 ? "" : offset < DECIMAL_DIGIT ? "+" + offset : "+0x" + Long.toHexString(offset);
        return String.format(
                Locale.ROOT,
                "%x %s%s(%s)",
                frame.number("fp"),
                frame.text("function"),
                place,
                frame.numbers("arguments").stream().map(Long::toHexString).collect(Collectors.joining(", ")));
    }
}
