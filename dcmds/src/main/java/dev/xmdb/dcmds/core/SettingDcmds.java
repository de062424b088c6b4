package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import java.util.List;

/** Single settings: {@code $d $s $w $P}; and {@code $W}, which cannot be had. */
final class SettingDcmds {
    private static final int MAX_COLUMNS = 32767;

    private static final DcmdSpec RADIX = DcmdSpec.named("$d")
            .summary("print or set the default radix")
            .address(AddressUse.OPTIONAL)
            .description(
                    "With an address, makes it the base of the numbers that are read and printed without a prefix: 2 to 16. The address itself is read "
                            + "in the base that holds now. Prints the base in decimal.")
            .example("$d", "prints: radix = 16 base ten")
            .example("0t10$d; 0t16$d", "reads decimal numbers, then hexadecimal ones again")
            .build();

    private static final DcmdSpec DISTANCE = DcmdSpec.named("$s")
            .summary("print or set the symbol matching distance")
            .address(AddressUse.OPTIONAL)
            .description(
                    "An address is shown as symbol+offset if it lies within the symbol's size (distance 0, smart mode) or less than the distance "
                            + "after its start (absolute mode).")
            .example("$s", "prints: symbol matching distance = 0 (smart mode)")
            .build();

    private static final DcmdSpec WIDTH = DcmdSpec.named("$w")
            .summary("print or set the output width")
            .address(AddressUse.OPTIONAL)
            .description(
                    "With an address, makes it the number of columns after which formatted output begins a new line.")
            .example("$w", "prints: output page width = 80")
            .build();

    private static final DcmdSpec PROMPT = DcmdSpec.named("$P")
            .summary("set the prompt")
            .operands("[prompt]")
            .description("Makes the word the prompt, of up to 35 characters; without one, there is none.")
            .example("$P 'dom0> '", "sets the prompt")
            .build();

    private static final DcmdSpec REOPEN = DcmdSpec.named("$W")
            .summary("re-open the target for writing")
            .description("Always fails: xmdb never writes to an image.")
            .build();

    private SettingDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(RADIX, SettingDcmds::radix),
                new Declared(DISTANCE, SettingDcmds::distance),
                new Declared(WIDTH, SettingDcmds::width),
                new Declared(PROMPT, SettingDcmds::prompt),
                new Declared(REOPEN, SettingDcmds::reopen));
    }

    /** The words after {@code symbol matching distance}: {@code 0 (smart mode)}. */
    static String distanceText(Invocation in) {
        long distance = in.session().settings().symbolDistance();
        return in.session().number(distance) + (distance == 0 ? " (smart mode)" : " (absolute mode)");
    }

    private static Status radix(Invocation in) {
        if (in.hasAddress()) {
            long radix = in.address();
            if (radix < Character.MIN_RADIX || radix > 16) {
                throw new DcmdException("expected radix from 2 to 16");
            }
            in.session().radix((int) radix);
        }
        int radix = in.session().radix();
        in.out().emit(new Fields().quantity("radix", radix).row("radix = " + radix + " base ten"));
        return Status.OK;
    }

    private static Status distance(Invocation in) {
        Settings settings = in.session().settings();
        if (in.hasAddress()) {
            settings.symbolDistance(in.address());
        }
        in.out()
                .emit(new Fields()
                        .quantity("distance", settings.symbolDistance())
                        .row("symbol matching distance = " + distanceText(in)));
        return Status.OK;
    }

    private static Status width(Invocation in) {
        Settings settings = in.session().settings();
        if (in.hasAddress()) {
            if (in.address() < 1 || in.address() > MAX_COLUMNS) {
                throw new DcmdException("expected width from 0t1 to 0t" + MAX_COLUMNS);
            }
            settings.columns((int) in.address());
        }
        in.out()
                .emit(new Fields()
                        .quantity("width", settings.columns())
                        .row("output page width = " + settings.columns()));
        return Status.OK;
    }

    private static Status prompt(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        in.session().settings().prompt(words.isEmpty() ? "" : words.getFirst());
        return Status.OK;
    }

    private static Status reopen(Invocation in) {
        in.warn("read-only target");
        throw new DcmdException("failed to re-open target for writing");
    }
}
