package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.timer.Cyclic;
import dev.xmdb.target.guest.solaris.timer.CyclicCpu;
import dev.xmdb.target.guest.solaris.timer.Cyclics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::cycinfo}. */
final class CyclicDcmd {
    /** Columns of an address in this listing, however many digits it has. */
    private static final int ADDRESS_64 = 11;

    private static final int ADDRESS_32 = 8;
    private static final long MICROSECOND = 1000;
    private static final String[] LEVELS = {"low", "lock", "high"};

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("cycinfo")
                    .summary("print what the timer of each CPU does regularly")
                    .address(AddressUse.OPTIONAL)
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('v', "also the CPU's heap of cyclics, and each of them"))
                    .option(OptionSpec.flag('V', "also unused cyclics, and the buffers between interrupt levels"))
                    .description(
                            "Prints for each CPU the state of its cyclics, how many there are, and the one that is due first: when, in "
                                    + "nanoseconds since the start, and its handler. With the address of a cyc_cpu_t, that CPU's.\n\nA CPU "
                                    + "whose first cyclic was due long ago gets no timer interrupts.")
                    .example("::cycinfo", "prints a line for each CPU")
                    .example("::cycinfo -v", "prints every cyclic")
                    .build(),
            CyclicDcmd::run);

    private CyclicDcmd() {}

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        Cyclics cyclics = Cyclics.of(kernel);
        if (in.hasAddress()) {
            print(in, cyclics, in.address(), !in.isLoop() || in.isLoopFirst());
            return Status.OK;
        }
        boolean[] first = {true};
        boolean[] failed = {false};
        Optional<String> fault = cyclics.follow(at -> {
            in.checkInterrupted();
            try {
                print(in, cyclics, at, first[0]);
            } catch (DcmdException unreadable) {
                in.warn(String.valueOf(unreadable.getMessage()));
                failed[0] = true;
            }
            first[0] = false;
            return true;
        });
        fault.ifPresent(in::warn);
        return failed[0] || fault.isPresent() ? Status.ERROR : Status.OK;
    }

    private static boolean full(Invocation in) {
        return in.has('v') || in.has('V');
    }

    private static int width(Invocation in) {
        return in.session().layout().pointerDigits() == 16 ? ADDRESS_64 : ADDRESS_32;
    }

    private static void print(Invocation in, Cyclics cyclics, long address, boolean first) {
        CyclicCpu cpu = Reading.of("cyc_cpu at " + Long.toHexString(address), () -> cyclics.read(address));
        int width = width(in);
        if (!in.isPipeOutput() && (first || full(in))) {
            String header = String.format(
                    Locale.ROOT,
                    "%3s %" + width + "s %7s %6s %" + width + "s %15s %s",
                    "CPU",
                    "CYC_CPU",
                    "STATE",
                    "NELEMS",
                    "ROOT",
                    "FIRE",
                    "HANDLER");
            in.out().emit(new Emission.Header((first ? "" : "\n\n") + header));
        }
        Emission.Row summary = summary(in, cpu, width);
        if (!full(in) || in.isPipeOutput()) {
            in.out().emit(summary);
            return;
        }
        // The picture shows what the rows of the cyclics tell: their places in the heap.
        String drawn = summary.text() + "\n\n" + String.join("\n", HeapPicture.of(cpu));
        in.out().emit(new Emission.Row(summary.fields(), drawn, summary.piped()));
        elements(in, cpu, width);
        if (in.has('V')) {
            buffers(in, cyclics, cpu, width);
        }
    }

    private static Emission.Row summary(Invocation in, CyclicCpu cpu, int width) {
        var fields = new Fields()
                .quantity("cpu", cpu.cpu())
                .address("cyc_cpu", cpu.address())
                .text("state", cpu.state())
                .quantity("nelems", cpu.elements())
                .address("root", cpu.cyclics());
        String lead = String.format(
                Locale.ROOT, "%3d %0" + width + "x %7s %6d ", cpu.cpu(), cpu.address(), cpu.state(), cpu.elements());
        Optional<Cyclic> next = cpu.next();
        if (next.isEmpty()) {
            return fields.add("fire", new Value.Absent())
                    .add("handler", new Value.Absent())
                    .row(lead + String.format(Locale.ROOT, "%" + width + "s %15s %s", "-", "-", "-"), cpu.address());
        }
        Cyclic root = next.get();
        String rest = String.format(
                Locale.ROOT,
                "%0" + width + "x %15x %s",
                cpu.cyclics(),
                root.expiration(),
                in.session().label(root.handler()));
        return fields.quantity("fire", root.expiration())
                .add("handler", handler(in, root))
                .row(lead + rest, cpu.address());
    }

    private static Value handler(Invocation in, Cyclic cyclic) {
        return new Value.SymbolRef(cyclic.handler(), in.session().layout().symbol(cyclic.handler()));
    }

    private static void elements(Invocation in, CyclicCpu cpu, int width) {
        boolean headed = false;
        List<Integer> places = cpu.places();
        for (Cyclic cyclic : cpu.all()) {
            int place = places.get(cyclic.index());
            boolean used = place < cpu.elements();
            if (!used && !in.has('V')) {
                continue;
            }
            if (!headed) {
                headed = true;
                in.out()
                        .emit(new Emission.Header(String.format(
                                Locale.ROOT,
                                "\n  %" + width + "s %3s %4s %4s %5s %15s %7s %s",
                                "ADDR",
                                "NDX",
                                "HEAP",
                                "LEVL",
                                "PEND",
                                "FIRE",
                                "USECINT",
                                "HANDLER")));
            }
            String lead =
                    String.format(Locale.ROOT, "  %0" + width + "x %3d %4d ", cyclic.address(), cyclic.index(), place);
            in.out()
                    .emit(new Fields()
                            .address("addr", cyclic.address())
                            .quantity("ndx", cyclic.index())
                            .quantity("heap", place)
                            .truth("used", used)
                            .add("levl", used ? new Value.Text(level(cyclic.level())) : new Value.Absent())
                            .add("pend", used ? new Value.Quantity(cyclic.pending()) : new Value.Absent())
                            .add("fire", used ? new Value.Quantity(cyclic.expiration()) : new Value.Absent())
                            .add(
                                    "usecint",
                                    used && !once(cyclic)
                                            ? new Value.Quantity(cyclic.interval() / MICROSECOND)
                                            : new Value.Absent())
                            .quantity("interval", cyclic.interval())
                            .add("handler", used ? handler(in, cyclic) : new Value.Absent())
                            .row(lead + (used ? used(in, cyclic) : unused()), cyclic.address()));
        }
    }

    /** One that fires once has an interval that leads to the end of time. */
    private static boolean once(Cyclic cyclic) {
        return cyclic.interval() == Long.MAX_VALUE || cyclic.interval() + cyclic.expiration() == Long.MAX_VALUE;
    }

    private static String used(Invocation in, Cyclic cyclic) {
        return String.format(
                Locale.ROOT,
                "%4s %5d %15x %7s %s",
                level(cyclic.level()),
                cyclic.pending(),
                cyclic.expiration(),
                once(cyclic) ? "-" : String.valueOf(cyclic.interval() / MICROSECOND),
                in.session().label(cyclic.handler()));
    }

    private static String unused() {
        return String.format(Locale.ROOT, "%4s %5s %15s %7s %s", "-", "-", "-", "-", "-");
    }

    private static String level(int level) {
        return level >= 0 && level < LEVELS.length ? LEVELS[level] : "????";
    }

    private static void buffers(Invocation in, Cyclics cyclics, CyclicCpu cpu, int width) {
        List<Cyclics.SoftBuffer> buffers = Reading.of(
                "buffers of cyc_cpu at " + Long.toHexString(cpu.address()), () -> cyclics.buffers(cpu.address()));
        for (Cyclics.SoftBuffer buffer : buffers) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "\n  %3s %4s %4s %4s %" + width + "s %4s %" + width + "s %4s",
                            "CPU",
                            "LEVL",
                            "USER",
                            "NDX",
                            "ADDR",
                            "CYC",
                            "CYC_ADDR",
                            "PEND")));
            for (int i = 0; i < buffer.slots().size(); i++) {
                in.out().emit(slot(cpu, buffer, i, width));
            }
        }
    }

    private static Emission.Row slot(CyclicCpu cpu, Cyclics.SoftBuffer buffer, int index, int width) {
        int place = buffer.slots().get(index);
        boolean filled =
                index < buffer.produced() && place >= 0 && place < cpu.all().size();
        String address = "%0" + width + "x";
        String text = String.format(
                Locale.ROOT,
                "  %3d %4s %4s %4d " + address + " ",
                cpu.cpu(),
                level(buffer.level()),
                buffer.role(),
                index,
                buffer.address() + (long) index * Integer.BYTES);
        text += filled
                ? String.format(
                        Locale.ROOT,
                        "%4d " + address + " %5d  ",
                        place,
                        cpu.all().get(place).address(),
                        cpu.all().get(place).pending())
                : String.format(Locale.ROOT, "%4s %" + width + "s %5s  ", "-", "-", "-");
        boolean consumer = index == (buffer.consumed() & buffer.mask());
        boolean producer = index == (buffer.produced() & buffer.mask());
        text += consumer ? "<-- consndx" + (producer ? ",prodndx" : "") : producer ? "<-- prodndx" : "";
        return new Fields()
                .quantity("cpu", cpu.cpu())
                .text("levl", level(buffer.level()))
                .text("user", buffer.role())
                .quantity("ndx", index)
                .address("addr", buffer.address() + (long) index * Integer.BYTES)
                .add("cyc", filled ? new Value.Quantity(place) : new Value.Absent())
                .add("cyc_addr", filled ? new Value.Address(cpu.all().get(place).address()) : new Value.Absent())
                .add("pend", filled ? new Value.Quantity(cpu.all().get(place).pending()) : new Value.Absent())
                .truth("consumed_next", consumer)
                .truth("produced_next", producer)
                .row(text.stripTrailing());
    }
}
