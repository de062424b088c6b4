package dev.xmdb.engine.eval;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Variables;
import dev.xmdb.target.guest.KernelFile;
import dev.xmdb.target.registers.RegisterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The variables of a session. */
public final class SessionVariables implements Variables {
    private static final int LONGEST_NAME = 30;
    private static final int MOST_VARIABLES = 100_000;
    private static final String FORBIDDEN = "#%^&*-+=,:$/\\?<>;|!`'\"[]\n\t() {}";

    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final List<String> walked = new ArrayList<>();
    private final Supplier<Optional<RegisterSet>> current;
    private Optional<RegisterSet> registers = Optional.empty();
    private boolean lookedForRegisters;
    private final Supplier<KernelFile> kernel;
    private @Nullable KernelFile file;
    private final int predefined;

    private static final class Slot {
        private long value;
        private boolean tagged;
        private final boolean readOnly;
        private final @Nullable LongSupplier get;
        private final @Nullable LongConsumer set;

        private Slot(boolean readOnly, @Nullable LongSupplier get, @Nullable LongConsumer set) {
            this.readOnly = readOnly;
            this.get = get;
            this.set = set;
        }

        private long value() {
            return get != null ? get.getAsLong() : value;
        }

        private void value(long newValue) {
            if (set != null) {
                set.accept(newValue);
            } else {
                value = newValue;
            }
        }
    }

    /**
     * The predefined variables.
     *
     * @param dot reads dot
     * @param setDot sets dot
     * @param registers finds the target's current registers when they are first asked for; none for a calculator
     * @param kernel finds what is known of the kernel's file when that is first asked for
     */
    public SessionVariables(
            LongSupplier dot,
            LongConsumer setDot,
            Supplier<Optional<RegisterSet>> registers,
            Supplier<KernelFile> kernel) {
        this.current = registers;
        this.kernel = kernel;
        slots.put(".", new Slot(false, dot, setDot));
        for (String name : List.of("0", "1", "2", "9")) {
            slots.put(name, new Slot(false, null, null));
        }
        filled("b", KernelFile::data);
        filled("d", KernelFile::dataSize);
        filled("e", KernelFile::entry);
        filled("m", KernelFile::type);
        filled("t", KernelFile::textSize);
        slots.put("hits", new Slot(false, null, null));
        slots.put("thread", new Slot(true, null, null));
        slots.put("_", new Slot(false, null, null));
        predefined = slots.size();
    }

    /** A variable that has a value of the kernel's file until it gets another one. */
    private void filled(String name, ToLongFunction<KernelFile> part) {
        var own = new AtomicReference<@Nullable Long>();
        slots.put(
                name,
                new Slot(
                        false,
                        () -> {
                            Long assigned = own.get();
                            return assigned != null ? assigned : part.applyAsLong(file());
                        },
                        own::set));
    }

    private KernelFile file() {
        KernelFile known = file;
        if (known == null) {
            known = kernel.get();
            file = known;
        }
        return known;
    }

    @Override
    public void bind(String name) {
        slot(name, true);
        walked.add(name);
    }

    @Override
    public void unbind(String name) {
        int last = walked.lastIndexOf(name);
        if (last >= 0) {
            walked.remove(last);
        }
    }

    @Override
    public List<Bound> bound() {
        return walked.isEmpty()
                ? List.of()
                : walked.stream()
                        .distinct()
                        .map(name -> new Bound(name, value(name).orElse(0)))
                        .toList();
    }

    @Override
    public List<Variable> all() {
        var all = new ArrayList<Variable>();
        slots.forEach((name, slot) -> {
            if (all.size() == predefined) {
                addRegisters(all);
            }
            all.add(new Variable(name, slot.value(), slot.tagged, slot.readOnly, all.size() < predefined));
        });
        if (slots.size() == predefined) {
            addRegisters(all);
        }
        return all;
    }

    private Optional<RegisterSet> registers() {
        if (!lookedForRegisters) {
            registers = current.get();
            lookedForRegisters = true;
        }
        return registers;
    }

    private void addRegisters(List<Variable> all) {
        registers().ifPresent(set -> {
            for (String name : set.names()) {
                set.value(name).ifPresent(value -> all.add(new Variable(name, value, false, true, true)));
            }
        });
    }

    @Override
    public OptionalLong value(String name) {
        Slot slot = slots.get(name);
        return slot != null ? OptionalLong.of(slot.value()) : register(name);
    }

    private OptionalLong register(String name) {
        return registers().map(set -> set.value(name)).orElse(OptionalLong.empty());
    }

    @Override
    public void set(String name, long value) {
        slot(name, true).value(value);
    }

    @Override
    public void tag(String name, boolean tagged) {
        slot(name, false).tagged = tagged;
    }

    private Slot slot(String name, boolean forWriting) {
        Slot slot = slots.get(name);
        boolean readOnly =
                slot != null ? forWriting && slot.readOnly : register(name).isPresent();
        if (readOnly) {
            throw new DcmdException("variable " + name + " is read-only");
        }
        if (slot != null) {
            return slot;
        }
        check(name);
        slot = new Slot(false, null, null);
        slots.put(name, slot);
        return slot;
    }

    private void check(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (FORBIDDEN.indexOf(name.charAt(i)) >= 0) {
                throw new DcmdException("'" + name.charAt(i) + "' may not be used in a variable name");
            }
        }
        if (name.isEmpty()) {
            throw new DcmdException("a variable name may not be empty");
        }
        if (name.length() > LONGEST_NAME) {
            throw new DcmdException("variable names may not exceed " + LONGEST_NAME + " characters");
        }
        if (slots.size() >= MOST_VARIABLES) {
            throw new DcmdException("there may not be more than " + MOST_VARIABLES + " variables");
        }
    }

    @Override
    public void remove(String name) {
        if (!slots.containsKey(name) && register(name).isEmpty()) {
            throw new DcmdException("variable '" + name + "' not defined");
        }
        int place = new ArrayList<>(slots.keySet()).indexOf(name);
        if (place < predefined) {
            throw new DcmdException("variable '" + name + "' is predefined and cannot be removed");
        }
        slots.remove(name);
    }
}
