package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Intrinsics;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.TypeDeclarations;
import dev.xmdb.engine.TypeDefinitions;
import dev.xmdb.engine.file.TypeFiles;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code ::typedef}. */
final class TypedefDcmd {
    private static final DcmdSpec TYPEDEF = DcmdSpec.named("typedef")
            .summary("create synthetic types")
            .operands("[type name]")
            .option(OptionSpec.flag('d', "forget all types that were created"))
            .option(OptionSpec.flag('l', "list the types that were created"))
            .option(OptionSpec.string('r', "file", "take in the types of a file"))
            .option(OptionSpec.string('w', "file", "write the types that were created to a file"))
            .option(OptionSpec.string('c', "model", "create C's own types for a data model: LP64, LP32 or ILP32"))
            .description(
                    "Gives a type another name, for as long as the session lasts. The type is one that exists, or a declaration of a structure, a union or an enumeration, "
                            + "which must stand in quotes. Members have their natural places; bit-fields, arrays, pointers to functions and anonymous structures "
                            + "are declared as in C. A tag in the declaration is defined along with the name.\n\nWithout an image, or for a guest without type data, "
                            + "-c makes the types that declarations are built from. For a guest with type data it makes those that are missing, and those that are longer or shorter in the "
                            + "data model than the guest's; pointers in what is declared afterwards have the model's size too. What you define is found before the guest's own types.\n\n"
                            + "A file for -r is one of C declarations (typedefs, structures, unions and enumerations; lines for the preprocessor are passed over), "
                            + "an object file with types in CTF or BTF, or a file of those alone, such as -w writes. All of it is taken in, or nothing.")
            .example("::typedef -c LP64", "creates int, long, uint64_t and the like where they are missing")
            .example(SolarisGuest.KIND, "::typedef 'struct proc *' process_t", "another name for a pointer")
            .example("::typedef -c LP64; ::typedef 'struct { int a; long b[2]; }' x_t", "declares a structure")
            .example("::typedef -l", "lists what was created")
            .build();

    private TypedefDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(TYPEDEF, TypedefDcmd::typedef));
    }

    private static Status typedef(Invocation in) {
        List<String> words = Words.texts(in);
        Optional<String> model = in.string('c');
        Optional<String> read = in.string('r');
        Optional<String> write = in.string('w');
        long options = Stream.of(in.has('d'), in.has('l'), model.isPresent(), read.isPresent(), write.isPresent())
                .filter(given -> given)
                .count();
        if (options > 1 || (options == 1) != words.isEmpty() || (options == 0 && words.size() < 2)) {
            return Status.USAGE;
        }
        TypeDefinitions types = in.session().types();
        if (model.isPresent()) {
            if (!Intrinsics.define(types, model.get())) {
                in.warn("invalid data model: " + model.get());
                return Status.USAGE;
            }
        } else if (read.isPresent()) {
            TypeFiles.read(types, read.get());
        } else if (write.isPresent()) {
            TypeFiles.write(types, write.get());
        } else if (in.has('d')) {
            types.clear();
        } else if (in.has('l')) {
            list(in);
        } else {
            String declaration = String.join(" ", words.subList(0, words.size() - 1));
            if (words.size() > 2 && words.contains("{") && !words.contains("}")) {
                throw new DcmdException("a brace of the declaration is not closed: a declaration must stand in quotes");
            }
            new TypeDeclarations(types).declare(declaration, words.getLast());
        }
        return Status.OK;
    }

    private static void list(Invocation in) {
        TypeDefinitions types = in.session().types();
        types.defined().forEach((name, type) -> row(in, new Fields().text("name", name), name, type));
        types.libraries()
                .forEach((file, library) -> library.all().forEach(type -> {
                    in.checkInterrupted();
                    String name = switch (type) {
                        case Type.Aggregate aggregate -> aggregate.name();
                        case Type.Enumeration enumeration -> enumeration.name();
                        case Type.Typedef typedef -> typedef.name();
                        case Type.Whole whole -> whole.name();
                        case Type.Floating floating -> floating.name();
                        default -> "";
                    };
                    if (!name.isEmpty()) {
                        row(
                                in,
                                new Fields().text("name", type.declaration()).text("file", file),
                                type.declaration(),
                                type);
                    }
                }));
    }

    private static void row(Invocation in, Fields fields, String name, Type type) {
        in.out().emit(fields.quantity("size", type.size()).row(SingleLine.of(name)));
    }
}
