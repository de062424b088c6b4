package dev.xmdb.dcmds.core.input;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.file.FileTrouble;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Macro files: {@code $< $<< $M}. */
final class MacroDcmds {
    /** The variable that holds the count of the last macro. */
    private static final String COUNT = "9";

    private static final Pattern TYPE_NAME = Pattern.compile("([\\w.]+`)?[A-Za-z_]\\w*");
    private static final Table ALIASES = Table.of(Column.of("MACRO", "%-20s"), Column.of("NATIVE EQUIVALENT", "%s"));

    private static final String LOOKUP =
            "A name with a slash in it is the path of a file; any other is looked for in the folders of the macro path, which "
                    + "::set prints and -I sets, and nowhere else. Where no file has the name, it may be that of an adb macro which is a command now ($M "
                    + "lists them), or that of a type: then dot is printed as struct name, union name, name_t, struct names or union names.\n\n"
                    + "The file holds commands as they are typed. Dot is the address, <9 the count; where the macro leaves dot, it stays. An error in it is told with its "
                    + "line and column, and the rest up to the next semicolon or line is left out. [expression[,count]]$< without a name ends the macro, "
                    + "unless the count is 0. Shell commands in it need what they need elsewhere.\n\n"
                    + "A file next in the macro path, to be run as ADDRESS$<next:\n"
                    + "// two pointers with their names, then what the first one points at\n"
                    + "./\"next\"16t\"prev\"n2J\n"
                    + "*./X";

    private static final DcmdSpec REPLACE = DcmdSpec.named("$<")
            .summary("run a macro file in place of what is left of the current one")
            .address(AddressUse.OPTIONAL)
            .operands("[name]")
            .parsesItself()
            .countIsLength()
            .description(
                    "Runs the commands of a file. In a macro it does not come back: a macro can walk a list by running itself "
                            + "at the next element. Typed, in a script or in a pipe it is $<<.\n\n" + LOOKUP)
            .example("linux", "$<modules", "runs the macro modules; where no file has the name, ::modinfo")
            .example("solaris", "$<modules", "runs the macro modules; where no file has the name, ::modinfo")
            .example("linux", "init_task$<list_head", "prints dot as struct list_head, where no file has the name")
            .build();

    private static final DcmdSpec NEST = DcmdSpec.named("$<<")
            .summary("run a macro file and come back")
            .address(AddressUse.OPTIONAL)
            .operands("[name]")
            .parsesItself()
            .countIsLength()
            .description("Runs the commands of a file, then what follows.\n\n" + LOOKUP)
            .example("linux", "$<<modules; ::version", "runs the macro modules, then goes on")
            .example("solaris", "$<<modules; ::version", "runs the macro modules, then goes on")
            .build();

    private static final DcmdSpec LIST = DcmdSpec.named("$M")
            .summary("list adb macros that are commands now")
            .description(
                    "Lists names that may follow $< and $<< without a file of that name, with the commands that they stand for. "
                            + "Some of those need a guest that this target is not.")
            .example("$M", "lists them")
            .build();

    private MacroDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(REPLACE, in -> run(in, true)),
                new Declared(NEST, in -> run(in, false)),
                new Declared(LIST, MacroDcmds::list));
    }

    private static Status run(Invocation in, boolean replacing) {
        if (in.arguments().size() > 1) {
            return Status.USAGE;
        }
        if (in.isPipeOutput()) {
            throw new DcmdException("macro files cannot be used as input to a pipeline");
        }
        if (in.arguments().isEmpty()) {
            in.session().endMacro();
            return Status.OK;
        }
        String name = Words.text(in, in.arguments().getFirst());
        in.session().variables().set(COUNT, in.count());
        if (in.session().macro(name, replacing, in)) {
            return Status.OK;
        }
        String command = MacroAliases.of(name)
                .map(known -> in.hasAddress() && known.startsWith(":") ? "." + known : known)
                .or(() -> printed(in, name))
                .orElseThrow(
                        () -> new DcmdException("failed to open " + FileTrouble.shown(name) + " (see ::help '$<')"));
        return in.session().execute(command, in);
    }

    /** The command that prints dot as the first type that the name can mean. */
    private static Optional<String> printed(Invocation in, String name) {
        if (!TYPE_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        return Stream.of("struct " + name, "union " + name, name + "_t", "struct " + name + "s", "union " + name + "s")
                .filter(type -> in.session().types().find(type).isPresent())
                .map(type -> ".::print " + type)
                .findFirst();
    }

    private static Status list(Invocation in) {
        in.out().header(ALIASES);
        MacroAliases.all()
                .forEach((name, command) -> in.out().row(ALIASES, new Value.Text(name), new Value.Text(command)));
        return Status.OK;
    }
}
