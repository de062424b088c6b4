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
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.Target;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.OptionalLong;
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
                            + "name the outer value of nested walks.\n\n::walkers lists the walkers.")
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
        Walker walker = in.session()
                .walker(words.getFirst())
                .orElseThrow(() -> new DcmdException(
                        "failed to perform walk: unknown walk name",
                        () -> new Suggestions(in.session()).walker(words.getFirst())));
        if (in.hasAddress() && walker.address() == AddressUse.NONE) {
            throw new DcmdException("failed to perform walk: walker does not accept starting address");
        }
        if (!in.hasAddress() && walker.address() == AddressUse.REQUIRED) {
            throw new DcmdException("failed to perform walk: walker requires starting address");
        }
        var walk = new PrintedWalk(in, words.size() == 2 ? words.get(1) : null);
        walker.walk(walk);
        return walk.status();
    }

    /** A walk whose values are the command's output. */
    private static final class PrintedWalk implements Walk {
        private final Invocation in;
        private final @Nullable String variable;
        private boolean failed;

        PrintedWalk(Invocation in, @Nullable String variable) {
            this.in = in;
            this.variable = variable;
        }

        @Override
        public Target target() {
            return in.target();
        }

        @Override
        public OptionalLong start() {
            return in.hasAddress() ? OptionalLong.of(in.address()) : OptionalLong.empty();
        }

        @Override
        public boolean deliver(long value) {
            in.checkInterrupted();
            if (variable != null) {
                in.session().variables().set(variable, value);
            }
            in.out().emit(new Fields().address("value", value).row(in.session().markedNumber(value), value));
            return true;
        }

        @Override
        public Effort effort() {
            return in.effort();
        }

        @Override
        public void warn(String message) {
            in.warn(message);
            failed = true;
        }

        Status status() {
            return failed ? Status.ERROR : Status.OK;
        }
    }
}
