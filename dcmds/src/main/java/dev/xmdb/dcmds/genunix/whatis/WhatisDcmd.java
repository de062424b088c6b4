package dev.xmdb.dcmds.genunix.whatis;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.genunix.kmem.Faults;
import dev.xmdb.dcmds.whatis.AddressAnswers;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.whatis.SolarisAddresses;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner;
import dev.xmdb.target.whatis.AddressSearch;
import java.util.ArrayList;
import java.util.List;

/** {@code ::whatis}. */
public final class WhatisDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("whatis")
            .summary("tell what an address belongs to")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('a', "everything that the address belongs to, not only the closest thing"))
            .option(OptionSpec.flag('b', "name bufctls and vmem segments as well"))
            .option(OptionSpec.flag('i', "the address is a number that the kernel hands out, not an address"))
            .option(OptionSpec.flag('k', "answer in the order of the addresses, which is done in any case"))
            .option(OptionSpec.flag('n', "the newer wording, with the records of audited caches"))
            .option(OptionSpec.flag('q', "with -n: one line an answer, without records"))
            .option(OptionSpec.flag('v', "what is searched, and what audited caches recorded of a buffer"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Tells what an address of the kernel's belongs to: a module and its symbol, a thread structure, a thread's stack, a "
                            + "page structure, a page table, a buffer of a kmem cache (allocated or freed, and its bufctl where it has one), a "
                            + "segment of a vmem arena. Memory that one part of the kernel has from another belongs to the part that handed it "
                            + "out last.\n\nThe wording is that of the debuggers before 2009; -n gives the newer one. The first call reads every "
                            + "cache and arena, later ones look up what it found.")
            .example("<rsp::whatis", "tells whose stack the first vCPU is on")
            .example("::walk kmem_cache | ::walk kmem | ::head -n 3 | ::whatis", "tells what some buffers are")
            .example(
                    "<rsp::whatis -an",
                    "tells everything that the stack pointer's address belongs to, in the newer wording")
            .build();

    private WhatisDcmd() {}

    /** The dcmd. */
    public static List<Dcmd> all() {
        return List.of(new Declared(SPEC, WhatisDcmd::run));
    }

    /** What lasts from the first address of a loop to the last. */
    private record Search(AddressAnswers<SolarisOwner> answers) {

        static Search of(Invocation in, SolarisGuest guest) {
            SolarisAddresses found = SolarisAddresses.of(guest, in.effort());
            AddressSearch<SolarisOwner> where = in.has('i') ? found.identifiers() : found.addresses();
            var faults = new ArrayList<>(found.faults());
            faults.addAll(where.faults());
            Wording wording = in.has('n')
                    ? new NewerWording(guest, in.out().layout(), in.has('b'), in.has('q'))
                    : new ClassicWording(guest, in.out().layout(), in.has('b'), in.has('v'));
            return new Search(new AddressAnswers<>("genunix", where, wording::row, Faults.tell(in, faults)));
        }
    }

    private static Status run(Invocation in) {
        if (AddressAnswers.refusesPipe(in)) {
            return Status.ABORT;
        }
        SolarisGuest guest = SolarisKernel.of(in.target());
        return in.loopState(Search.class, () -> Search.of(in, guest)).answers().answer(in);
    }
}
