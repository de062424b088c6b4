package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.OptionalLong;

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
                .orElseThrow(() -> new DcmdException("failed to perform walk: unknown walk name"));
        if (in.hasAddress() && walker.address() == AddressUse.NONE) {
            throw new DcmdException("failed to perform walk: walker does not accept starting address");
        }
        if (!in.hasAddress() && walker.address() == AddressUse.REQUIRED) {
            throw new DcmdException("failed to perform walk: walker requires starting address");
        }
        OptionalLong start = in.hasAddress() ? OptionalLong.of(in.address()) : OptionalLong.empty();
        walker.walk(in.target(), start, value -> {
            in.checkInterrupted();
            if (words.size() == 2) {
                in.session().variables().set(words.get(1), value);
            }
            in.out().emit(new Fields().address("value", value).row(in.session().markedNumber(value), value));
            return true;
        });
        return Status.OK;
    }
}
