package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.eval.Numbers;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sequences of addresses that need no walker: {@code ::list ::array}, and {@code ::container_of}. */
final class ListDcmds {
    private static final int LONGEST = 1 << 20;

    private static final DcmdSpec LIST = DcmdSpec.named("list")
            .summary("walk list using member as link pointer")
            .address(AddressUse.REQUIRED)
            .operands("type member [variable] | $[offset] [variable]")
            .description(
                    "Prints the address, then the one that the member there holds, and so on until it is 0 or the first address again. Instead of a type and a member, "
                            + "the offset of the link may be given. With a variable, it holds the address at hand while the later commands of a pipeline run.\n\n"
                            + "Where the member is not a pointer but a link that is embedded in the structures, as a list_head, it is the structures around the links that are "
                            + "printed. Any other member is an error. A head that is in no such structure is walked by ::walk list_head | ::container_of; begun at one of its structures, the list passes "
                            + "it and prints what would be around it.\n\n"
                            + "A list that leads back into itself anywhere else ends there with a message.")
            .example(LinuxGuest.KIND, "init_task::list 'struct task_struct' tasks | ::ps", "every process")
            .example(SolarisGuest.KIND, "*practive::list proc_t p_next | ::print proc_t p_user.u_comm", "all commands")
            .example(SolarisGuest.KIND, "*cpu_list::list cpu_t cpu_next", "a ring of processors")
            .build();

    private static final DcmdSpec ARRAY = DcmdSpec.named("array")
            .summary("print the address of each element of an array")
            .address(AddressUse.REQUIRED)
            .operands("[type [count]] [variable]")
            .description(
                    "Prints as many addresses as the count says, each by the size of the type further on. Without type and count, the address must be that of a variable "
                            + "whose type is known; of one that is no array it is the address itself. With a type alone, where that is not known to be an array, there are as many as the variable has "
                            + "room for. With a variable, it holds the address at hand while the later commands of a pipeline run.")
            .example(SolarisGuest.KIND, "cpu::array 'cpu_t *' 2 | /K", "two pointers")
            .example(SolarisGuest.KIND, "irq_info::array | ::head -3", "three elements of an array")
            .build();

    private static final DcmdSpec CONTAINER_OF = DcmdSpec.named("container_of")
            .summary("print the address of the structure around a member")
            .address(AddressUse.REQUIRED)
            .operands("type member")
            .description(
                    "Takes the address of a member and prints that of the structure of this type which it is in: what an embedded link of a list or tree leads to.")
            .example(
                    LinuxGuest.KIND,
                    "super_blocks::walk list_head | ::container_of 'struct super_block' s_list",
                    "every file system")
            .example(SolarisGuest.KIND, "*practive+8::container_of proc_t p_as", "the process whose p_as is there")
            .build();

    private ListDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(LIST, Aborting.of(ListDcmds::list)),
                new Declared(CONTAINER_OF, Aborting.of(ListDcmds::containerOf)),
                new Declared(ARRAY, Aborting.of(ListDcmds::array)));
    }

    private static Status list(Invocation in) {
        List<DcmdArgument> arguments = in.arguments();
        if (arguments.isEmpty()) {
            return Status.USAGE;
        }
        if (arguments.getFirst() instanceof DcmdArgument.Immediate(long offset)) {
            if (offset % in.target().wordSize() != 0) {
                throw new MisnamedException("offset must fall on a word boundary");
            }
            return arguments.size() > 2 ? Status.USAGE : list(in, offset, false, variable(in, arguments, 1));
        }
        Optional<TypeWords> words = TypeWords.of(arguments);
        if (words.isEmpty()
                || words.get().rest().isEmpty()
                || words.get().rest().size() > 2) {
            return Status.USAGE;
        }
        String path = words.get().restTexts(in).getFirst();
        Member member = SizeDcmds.member(in.session(), words.get(), path);
        if (member.bitOffset() % (in.target().wordSize() * (long) Byte.SIZE) != 0) {
            throw new MisnamedException(path + " is not a word-aligned member");
        }
        boolean link = isLink(in, member.type());
        if (!link && !(in.session().types().complete(member.type()) instanceof Type.Pointer)) {
            throw new MisnamedException(path + " is not a pointer type");
        }
        return list(in, member.offset(), link, variable(in, words.get().rest(), 1));
    }

    /** Whether a type is that of links that structures embed: it begins with a pointer to another of its kind. */
    private static boolean isLink(Invocation in, Type type) {
        Types types = in.session().types();
        return type instanceof Type.Aggregate link
                && link.tag() == Tag.STRUCT
                && !link.fields().isEmpty()
                && types.complete(link.fields().getFirst().link().type()) instanceof Type.Pointer pointer
                && types.complete(pointer.target().type()) instanceof Type.Aggregate next
                && !link.name().isEmpty()
                && next.name().equals(link.name());
    }

    private static Status containerOf(Invocation in) {
        Optional<TypeWords> words = TypeWords.of(in.arguments());
        if (words.isEmpty() || words.get().rest().size() != 1) {
            return Status.USAGE;
        }
        String path = words.get().restTexts(in).getFirst();
        Member member = SizeDcmds.member(in.session(), words.get(), path);
        emit(in, in.address() - member.offset(), null);
        return Status.OK;
    }

    private static @Nullable String variable(Invocation in, List<DcmdArgument> arguments, int index) {
        return index < arguments.size() ? Words.text(in, arguments.get(index)) : null;
    }

    private static Status list(Invocation in, long offset, boolean embedded, @Nullable String variable) {
        AddressSpace memory = in.target().virtual();
        var seen = new HashSet<Long>();
        long at = in.address();
        do {
            if (seen.size() == LONGEST) {
                throw new DcmdException("the list does not end after " + LONGEST + " objects");
            }
            if (!seen.add(at)) {
                throw new DcmdException(
                        String.format(Locale.ROOT, "the list leads back to object %x, which is not its first", at));
            }
            emit(in, at, variable);
            try {
                long next = memory.readWord(at + offset);
                at = embedded && next != 0 ? next - offset : next;
            } catch (MemoryFaultException fault) {
                throw new DcmdException(String.format(
                        Locale.ROOT,
                        "failed to read next pointer from object %x: no mapping for address (%s)",
                        at,
                        fault.reason()));
            }
        } while (at != in.address() && at != 0);
        return Status.OK;
    }

    private static Status array(Invocation in) {
        List<DcmdArgument> arguments = in.arguments();
        Optional<Type> variable = arguments.size() < 2
                ? VariableTypes.find(in.session(), in.address())
                        .map(found -> in.session().types().complete(found))
                : Optional.empty();
        if (variable.isPresent() && variable.get() instanceof Type.Array array) {
            return array(in, array.element().type(), array.count(), variable(in, arguments, 0));
        }
        Optional<TypeWords> words = TypeWords.of(arguments);
        if (words.isPresent() && words.get().rest().isEmpty()) {
            Optional<Type> element = words.get().find(in.session());
            if (element.isPresent() || arguments.size() > 1) {
                return filling(in, words.get().type(in.session()));
            }
        }
        if (arguments.size() < 2) {
            // What is no array is an array of one.
            Type only = variable.orElseGet(() -> VariableTypes.of(in.session(), in.address()));
            return array(in, only, 1, variable(in, arguments, 0));
        }
        if (words.isEmpty() || words.get().rest().size() > 2) {
            return Status.USAGE;
        }
        long count = switch (words.get().rest().getFirst()) {
            case DcmdArgument.Immediate(long value) -> value;
            case DcmdArgument.Word(String text) ->
                Numbers.parse(text, in.session().radix());
        };
        return array(
                in,
                words.get().type(in.session()),
                count,
                variable(in, words.get().rest(), 1));
    }

    /** As many elements of a type as the variable at the address has room for. */
    private static Status filling(Invocation in, Type element) {
        long room = in.session().symbols().exactly(in.address()).stream()
                .mapToLong(Symbol::size)
                .filter(bytes -> bytes > 0)
                .findFirst()
                .orElseThrow(() -> new DcmdException("the size of what is at "
                        + in.session().label(in.address()) + " is not known: a count must follow the type"));
        return array(in, element, room / Math.max(1, size(in, element)), null);
    }

    private static long size(Invocation in, Type type) {
        return in.session().types().complete(type).size();
    }

    private static Status array(Invocation in, Type element, long count, @Nullable String variable) {
        long size = size(in, element);
        if (size <= 0 && Long.compareUnsigned(count, 1) > 0) {
            throw new DcmdException(element.declaration() + " has no size");
        }
        // Beyond the last address nothing begins; 0 is where the next one would be.
        long last = Long.divideUnsigned(-in.address() - 1, Math.max(1, size));
        for (long i = 0; Long.compareUnsigned(i, count) < 0; i++) {
            if (Long.compareUnsigned(i, last) > 0) {
                throw new DcmdException("the address space ends after "
                        + in.session().markedNumber(i) + " of " + in.session().markedNumber(count) + " elements");
            }
            emit(in, in.address() + i * size, variable);
        }
        return Status.OK;
    }

    private static void emit(Invocation in, long address, @Nullable String variable) {
        in.checkInterrupted();
        if (variable != null) {
            in.session().variables().set(variable, address);
        }
        in.out().emit(new Fields().address("value", address).row(in.session().number(address), address));
    }
}
