package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** {@code ::walk}. */
final class WalkDcmds {
    private static final DcmdSpec WALK = DcmdSpec.named("walk")
            .summary("print the values that a walker finds")
            .address(AddressUse.OPTIONAL)
            .operands("walker [variable]")
            .description(
                    "Prints the walker's values, one a line, as numbers whose base is marked. With an address, the walk starts there. "
                            + "With a variable, it holds the value at hand while the later commands of the pipeline run, so that they can "
                            + "name the outer value of nested walks.\n\n::walkers lists the walkers. One that is layered on another begins, without an address, at each "
                            + "of that one's values: ::walk vma walks the mappings of every process. ::walk proc | ::walk thread does so for any two.")
            .example("::walk vcpu", "prints the index of every vCPU")
            .example("::walk vcpu v | ::eval '<v=D'", "prints them in decimal, by way of a variable")
            .example("::walk pfn | ::head -n 3", "prints three frames; the walk ends there")
            .build();

    private WalkDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(WALK, WalkDcmds::walk));
    }

    private static Status walk(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.isEmpty() || words.size() > 2) {
            return Status.USAGE;
        }
        Walker walker = walker(in, words.getFirst());
        boolean layered = !in.hasAddress() && walker.layeredOn().isPresent();
        if (in.hasAddress() && walker.address() == AddressUse.NONE) {
            throw new DcmdException("failed to perform walk: walker does not accept starting address");
        }
        if (!in.hasAddress() && !layered && walker.address() == AddressUse.REQUIRED) {
            throw new DcmdException("failed to perform walk: walker requires starting address");
        }
        Variables variables = in.session().variables();
        if (words.size() == 1) {
            return run(in, walker, value -> {});
        }
        String variable = words.get(1);
        variables.bind(variable);
        try {
            return run(in, walker, value -> variables.set(variable, value));
        } finally {
            variables.unbind(variable);
        }
    }

    private static Walker walker(Invocation in, String name) {
        return in.session()
                .walker(name)
                .orElseThrow(() -> new DcmdException(
                        "failed to perform walk: unknown walk name", () -> new Suggestions(in.session()).walker(name)));
    }

    private static Status run(Invocation in, Walker walker, LongConsumer variable) {
        var step = new Step(in, in.hasAddress() ? OptionalLong.of(in.address()) : OptionalLong.empty(), value -> {
            variable.accept(value);
            in.out().emit(new Fields().address("value", value).row(in.session().markedNumber(value), value));
            return true;
        });
        try {
            layered(in, walker, step, new HashSet<>());
        } catch (DcmdException | MemoryFaultException | TypeDataException | GuestDamageException failure) {
            if (step.delivered || step.failed || in.session().target().isEmpty()) {
                throw failure;
            }
            // Nothing was found because of it: mdb tells such a failure from one on the way.
            in.warn(String.valueOf(failure.getMessage()));
            throw new DcmdException("failed to perform walk: failed to initialize walk");
        } finally {
            step.active = false;
        }
        return step.failed ? Status.ERROR : Status.OK;
    }

    /** Walks, from every value of the walker below when there is one and no address was given. */
    private static void layered(Invocation in, Walker walker, Step step, Set<Walker> above) {
        if (step.start().isPresent() || walker.layeredOn().isEmpty()) {
            walker.walk(step);
            return;
        }
        if (!above.add(walker)) {
            throw new DcmdException("walker cannot be layered on itself");
        }
        Walker below = walker(in, walker.layeredOn().get());
        var beneath = new Step(in, OptionalLong.empty(), value -> {
            try {
                walker.walk(step.from(value));
            } catch (DcmdException | MemoryFaultException | TypeDataException | GuestDamageException failure) {
                // The next one may be sound.
                step.warn(String.valueOf(failure.getMessage()));
            }
            return step.wanted;
        });
        layered(in, below, beneath, above);
        step.failed |= beneath.failed;
    }

    /** A walk whose values go to the command. */
    private static final class Step implements Walk {
        private final Invocation in;
        private final OptionalLong start;
        private final LongPredicate sink;
        private final @Nullable Step outer;
        private boolean active = true;
        private boolean wanted = true;
        private boolean delivered;
        private boolean failed;

        Step(Invocation in, OptionalLong start, LongPredicate sink) {
            this(in, start, sink, null);
        }

        private Step(Invocation in, OptionalLong start, LongPredicate sink, @Nullable Step outer) {
            this.in = in;
            this.start = start;
            this.sink = sink;
            this.outer = outer;
        }

        /** The same walk from an address: values and failures count as this one's. */
        Step from(long address) {
            return new Step(in, OptionalLong.of(address), this::deliver, this);
        }

        @Override
        public Target target() {
            return in.target();
        }

        @Override
        public OptionalLong start() {
            return start;
        }

        @Override
        public boolean deliver(long value) {
            if (!active) {
                throw new DcmdException("no walk is currently active");
            }
            in.checkInterrupted();
            delivered = true;
            wanted = wanted && sink.test(value);
            return wanted;
        }

        @Override
        public Effort effort() {
            return in.effort();
        }

        @Override
        public void warn(String message) {
            in.warn(message);
            failed = true;
            if (outer != null) {
                outer.failed = true;
            }
        }
    }
}
