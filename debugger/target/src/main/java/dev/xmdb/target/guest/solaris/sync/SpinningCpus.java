package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the vCPUs that stand in a function which tries to get a lock, and the lock, which is that function's first argument. */
final class SpinningCpus {
    /** Functions that spin for a mutex. The first one lets its thread sleep instead when the owner does not run. */
    private static final Set<String> FOR_MUTEXES = Set.of("mutex_vector_enter", "mutex_enter");
    /** Functions that spin for a lock of one byte. */
    private static final Set<String> FOR_BYTES = Set.of(
            "lock_set",
            "lock_set_spl",
            "lock_set_spl_spin",
            "lock_set_spin",
            "disp_lock_enter",
            "disp_lock_enter_high");

    private static final Set<String> SLEEPS = Set.of("turnstile_block", "swtch");

    private final SolarisGuest kernel;

    SpinningCpus(SolarisGuest kernel) {
        this.kernel = kernel;
    }

    /**
     * What a vCPU spins for.
     *
     * @param lock address of the lock
     * @param mutex whether it is a mutex, and not a lock of one byte
     * @param vcpu place of the vCPU in the image
     */
    record Spin(long lock, boolean mutex, int vcpu) {}

    /** Every vCPU that spins, by its lock. */
    Map<Long, List<Spin>> find(Target target) {
        Map<Long, List<Spin>> found = new LinkedHashMap<>();
        for (Vcpu vcpu : target.vcpus()) {
            if (vcpu.kernelMode()) {
                spin(vcpu)
                        .ifPresent(spin -> found.computeIfAbsent(spin.lock(), lock -> new ArrayList<>())
                                .add(spin));
            }
        }
        return found;
    }

    private Optional<Spin> spin(Vcpu vcpu) {
        RegisterSet registers = vcpu.registers();
        boolean wide = registers.wordSize() == Long.BYTES;
        long pc = registers.value(wide ? "rip" : "eip").orElse(0);
        long fp = registers.value(wide ? "rbp" : "ebp").orElse(0);
        long sp = registers.value(wide ? "rsp" : "esp").orElse(0);
        List<StackFrame> frames = kernel.unwinder()
                .map(unwinder -> unwinder.unwind(new Unwinder.Start(pc, sp, fp)).frames())
                .orElse(List.of());
        boolean sleeps = false;
        for (StackFrame frame : frames) {
            String name =
                    kernel.symbols().merged().at(frame.pc()).map(Symbol::name).orElse("");
            boolean mutex = FOR_MUTEXES.contains(name);
            if (!sleeps && (mutex || FOR_BYTES.contains(name))) {
                // In the innermost frame the arguments may not be saved yet, and the register still has the first one.
                if (!frame.arguments().isEmpty()) {
                    return Optional.of(new Spin(frame.arguments().getFirst(), mutex, vcpu.index()));
                }
                return frame.pc() == pc && wide
                        ? Optional.of(new Spin(registers.value("rdi").orElse(0), mutex, vcpu.index()))
                        : Optional.empty();
            }
            sleeps = SLEEPS.contains(name);
        }
        return Optional.empty();
    }
}
