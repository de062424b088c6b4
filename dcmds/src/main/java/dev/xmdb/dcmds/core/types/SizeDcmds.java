package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Optional;

/** {@code ::sizeof ::offsetof}. */
final class SizeDcmds {
    private static final DcmdSpec SIZEOF = DcmdSpec.named("sizeof")
            .summary("print the size of a type")
            .operands("type")
            .description("Prints how many bytes a value of the type has, in the default radix.")
            .example(SolarisGuest.KIND, "::sizeof struct proc", "the size of a process")
            .example(SolarisGuest.KIND, "::sizeof 'char *'", "that of a pointer")
            .build();

    private static final DcmdSpec OFFSETOF = DcmdSpec.named("offsetof")
            .summary("print the offset of a given struct or union member")
            .operands("type member")
            .description(
                    "Prints where a member begins, in bytes from the beginning of its structure, and how many bytes it has. The first bit of a bit-field "
                            + "follows a dot. The member may be one of a member: a.b, a[3].")
            .example(SolarisGuest.KIND, "::offsetof proc_t p_as", "where a process has its address space")
            .build();

    private SizeDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(SIZEOF, Aborting.of(SizeDcmds::sizeof)),
                new Declared(OFFSETOF, Aborting.of(SizeDcmds::offsetof)));
    }

    private static Status sizeof(Invocation in) {
        Optional<TypeWords> words = TypeWords.of(in.arguments());
        if (words.isEmpty() || !words.get().rest().isEmpty()) {
            return Status.USAGE;
        }
        long size = size(in.session(), words.get().type(in.session()));
        String name = TypeWords.fullName(in.session(), words.get().name());
        String number = in.session().markedNumber(size);
        in.out()
                .emit(new Fields()
                        .text("type", name)
                        .quantity("size", size)
                        .row(in.isPipeOutput() ? number : "sizeof (" + name + ") = " + number, size));
        return Status.OK;
    }

    private static long size(Session session, Type type) {
        return session.types().complete(type).size();
    }

    private static Status offsetof(Invocation in) {
        Optional<TypeWords> words = TypeWords.of(in.arguments());
        if (words.isEmpty() || words.get().rest().size() != 1) {
            return Status.USAGE;
        }
        String path = words.get().restTexts(in).getFirst();
        Session session = in.session();
        String name = TypeWords.fullName(session, words.get().name());
        Member member = member(session, words.get(), path);
        long offset = member.bitOffset() / Byte.SIZE;
        long bit = member.bitOffset() % Byte.SIZE;
        if (in.isPipeOutput()) {
            if (bit != 0) {
                throw new DcmdException("member " + path + " of type " + name + " is not byte-aligned");
            }
            in.out().emit(new Fields().quantity("offset", offset).row(session.markedNumber(offset), offset));
            return Status.OK;
        }
        long size = member.type().size();
        in.out()
                .emit(new Fields()
                        .text("type", name)
                        .text("member", path)
                        .quantity("offset", offset)
                        .quantity("bit", bit)
                        .quantity("size", size)
                        .row("offsetof (" + name + ", " + path + ") = " + session.markedNumber(offset)
                                + (bit == 0 ? "" : "." + session.number(bit))
                                + (size > 0 ? ", sizeof (...->" + path + ") = " + session.markedNumber(size) : "")));
        return Status.OK;
    }

    /** A member of the type that some words name, by its path. */
    static Member member(Session session, TypeWords words, String path) {
        Type type = session.types().complete(words.type(session));
        Optional<Member> found =
                type instanceof Type.Aggregate ? new StructLayout(session.types(), type).find(path) : Optional.empty();
        return found.orElseThrow(() -> new MisnamedException(
                "failed to find member " + path + " of type " + words.name() + ": no such member of structure or union",
                () -> Suggestions.member(session.types(), type, path)));
    }
}
