package dev.xmdb.dcmds.genunix.system;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.SolarisGuest;

/** {@code ::time}. */
final class TimeDcmd {
    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("time")
                    .summary("print the time at which the domain was stopped")
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('d', "in decimal"))
                    .option(OptionSpec.flag('l', "clock ticks since the kernel was started"))
                    .option(OptionSpec.flag('x', "in hexadecimal"))
                    .description(
                            "Prints the kernel's time of day (hrestime) in seconds since 1970; with -l, the clock ticks since it was started "
                                    + "(lbolt). Without -d and -x the number is in the default radix. =Y prints it as a date.")
                    .example("::time -d", "prints seconds since 1970")
                    .example("::time -l", "prints ticks since the start")
                    .build(),
            TimeDcmd::run);

    private TimeDcmd() {}

    private static Status run(Invocation in) {
        if (in.has('d') && in.has('x')) {
            return Status.USAGE;
        }
        SolarisGuest kernel = SolarisKernel.of(in.target());
        String variable = in.has('l') ? "lbolt" : "hrestime";
        // Both begin with a number of a word's size: lbolt is one, hrestime's first member counts seconds.
        long time = Reading.of("'" + variable + "'", () -> kernel.memory().readWord(kernel.variable(variable)));
        String text = in.has('d')
                ? "0t" + time
                : in.has('x') ? "0x" + Long.toHexString(time) : in.session().markedNumber(time);
        in.out()
                .emit(new Fields()
                        .quantity(in.has('l') ? "ticks" : "seconds", time)
                        .row(text, time));
        return Status.OK;
    }
}
