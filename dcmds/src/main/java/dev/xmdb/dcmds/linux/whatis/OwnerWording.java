package dev.xmdb.dcmds.linux.whatis;

import static dev.xmdb.dcmds.whatis.AddressAnswers.place;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.page.Page;
import dev.xmdb.target.guest.linux.slab.ObjectState;
import dev.xmdb.target.guest.linux.slab.Slab;
import dev.xmdb.target.guest.linux.slab.SlabObject;
import dev.xmdb.target.guest.linux.space.Mapping;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.StackUse;
import java.util.Locale;

/** How an answer is put into words: where the thing begins, how far into it the address is, and what it is. */
final class OwnerWording {
    private final Layout layout;
    private final boolean verbose;

    OwnerWording(Layout layout, boolean verbose) {
        this.layout = layout;
        this.verbose = verbose;
    }

    /** The answer for an address. */
    Emission.Row row(long address, LinuxOwner owner) {
        var fields = new Fields()
                .address("address", address)
                .text("kind", owner.kind())
                .address("base", owner.base())
                .quantity("offset", address - owner.base());
        String text = switch (owner) {
            case LinuxOwner.InImage image -> image(fields, address, image);
            case LinuxOwner.PerCpuVariable variable -> variable(fields, address, variable);
            case LinuxOwner.PerCpuSymbol symbol -> {
                fields.text("symbol", SingleLine.of(symbol.variable()));
                yield offset(SingleLine.of(symbol.variable()), address, symbol.base())
                        + ", a variable of vmlinux that each CPU has of its own";
            }
            case LinuxOwner.PerCpuMemory part -> {
                fields.quantity("cpu", part.cpu()).address("pointer", part.pointer());
                yield "memory of CPU " + part.cpu() + " behind per-CPU pointer " + Long.toHexString(part.pointer());
            }
            case LinuxOwner.TaskStack stack -> {
                String name = SingleLine.of(stack.name());
                fields.address("task", stack.task())
                        .quantity("pid", stack.pid())
                        .text("name", name)
                        .text("use", stack.use().name().toLowerCase(Locale.ROOT));
                yield "in task " + Long.toHexString(stack.task()) + "'s stack (pid " + stack.pid() + " " + name + ")"
                        + suffix(stack.use());
            }
            case LinuxOwner.CpuStack stack -> {
                fields.quantity("cpu", stack.cpu()).text("stack", stack.name());
                yield "in CPU " + stack.cpu() + "'s " + stack.name();
            }
            case LinuxOwner.EntryArea area -> {
                fields.quantity("cpu", area.cpu()).text("member", area.member());
                yield place(address, area.base()) + ", "
                        + (area.member().isEmpty() ? "" : "the " + area.member() + " of ")
                        + "CPU " + area.cpu() + "'s entry area";
            }
            case LinuxOwner.InSlab slab -> slab(fields, address, slab);
            case LinuxOwner.PageStructure page -> {
                fields.address("pfn", page.pfn());
                yield place(address, page.base()) + ", struct page of pfn " + Long.toHexString(page.pfn());
            }
            case LinuxOwner.InVmalloc vmalloc -> vmalloc(fields, address, vmalloc);
            case LinuxOwner.ImageAlias alias -> {
                fields.address("image", alias.image());
                yield "the direct map of " + layout.label(alias.image());
            }
            case LinuxOwner.InPage page -> page(fields, address, page);
            case LinuxOwner.InProcess process -> process(fields, address, process);
            case LinuxOwner.Fixmap fixmap -> {
                fields.text("place", fixmap.name());
                yield place(address, fixmap.base()) + ", fixed place " + fixmap.name();
            }
        };
        return fields.row(Long.toHexString(address) + " is " + text);
    }

    private String image(Fields fields, long address, LinuxOwner.InImage image) {
        String object = SingleLine.of(image.object());
        String symbol = image.symbol() ? layout.symbol(address) : null;
        fields.text("object", object)
                .text("section", image.section().name().toLowerCase(Locale.ROOT))
                .truth("freed", image.freed())
                .add("symbol", symbol == null ? new Value.Absent() : new Value.Text(symbol));
        return (symbol == null ? "in " : symbol + " in ") + object + "'s "
                + image.section().words() + (image.freed() ? " (freed)" : "");
    }

    private String variable(Fields fields, long address, LinuxOwner.PerCpuVariable variable) {
        String object = SingleLine.of(variable.object());
        String name = SingleLine.of(variable.variable());
        fields.quantity("cpu", variable.cpu()).text("object", object).text("symbol", name);
        String of = "CPU " + variable.cpu() + "'s part of " + object + "'s per-CPU data";
        if (name.isEmpty()) {
            return "in " + of;
        }
        return offset(name, address, variable.base()) + " in " + of;
    }

    private String offset(String symbol, long address, long base) {
        return address == base ? symbol : symbol + "+" + layout.markedNumber(address - base);
    }

    private String slab(Fields fields, long address, LinuxOwner.InSlab owner) {
        SlabObject object = owner.object();
        Slab slab = object.slab();
        String cache = SingleLine.of(slab.cache().name());
        fields.text("cache", cache).address("slab", slab.address());
        if (!object.exists()) {
            return place(address, owner.base()) + ", in a slab of " + cache + " outside its objects";
        }
        ObjectState state = slab.state(object.index());
        String known = owner.known().map(SingleLine::of).orElse("");
        fields.truth("allocated", object.allocated())
                .text("state", state.name().toLowerCase(Locale.ROOT))
                .quantity("index", object.index())
                .quantity("objects", slab.count())
                .address("slab_base", slab.start())
                .add("known", known.isEmpty() ? new Value.Absent() : new Value.Text(known));
        return place(address, owner.base()) + ", " + (object.allocated() ? "allocated" : "freed") + " from " + cache
                + (known.isEmpty() ? "" : ", " + known)
                + (verbose
                        ? ":\n        object " + object.index() + " of " + slab.count() + " in slab "
                                + Long.toHexString(slab.address()) + " at " + Long.toHexString(slab.start()) + ", "
                                + words(state)
                        : "");
    }

    private String vmalloc(Fields fields, long address, LinuxOwner.InVmalloc owner) {
        return place(address, owner.base()) + ", in "
                + (owner.guard() ? "the guard page of " : "")
                + area(fields, owner.area())
                + owner.owner()
                        .map(whose -> ", stack of " + SingleLine.of(whose))
                        .orElse("");
    }

    /** An area by who asked for it. */
    private String area(Fields fields, VmallocArea area) {
        fields.address("area", area.start()).quantity("size", area.size());
        if (area.description().isEmpty()) {
            return "a vmalloc area of " + area.size() + " bytes";
        }
        VmallocArea.Description description = area.description().get();
        fields.texts("flags", description.words()).address("caller", description.caller());
        return "the vmalloc area of "
                + (description.caller() == 0 ? "an unknown caller" : layout.label(description.caller())) + " ("
                + String.join(" ", description.words()) + ", " + area.size() + " bytes)";
    }

    private String page(Fields fields, long address, LinuxOwner.InPage owner) {
        Page page = owner.page();
        fields.address("pfn", page.pfn()).text("page_kind", page.kind().word());
        String text = place(address, owner.base()) + ", " + page.kind().word() + " page (pfn "
                + Long.toHexString(page.pfn()) + ")";
        if (owner.area().isPresent()) {
            text += " of " + area(fields, owner.area().get())
                    + owner.owner()
                            .map(whose -> ", stack of " + SingleLine.of(whose))
                            .orElse("");
        }
        if (!verbose) {
            return text;
        }
        fields.quantity("order", page.order())
                .quantity("references", page.refcount())
                .quantity("mapped", page.mapcount())
                .address("mapping", page.mapping())
                .address("index", page.index());
        return text + ":\n        " + (page.tail() ? "part of that of pfn " + Long.toHexString(page.head()) + ", " : "")
                + "order " + page.order() + ", " + page.refcount() + " references, mapped " + page.mapcount() + " times"
                + (page.mapping() == 0
                        ? ""
                        : ", page " + Long.toHexString(page.index()) + " of mapping "
                                + Long.toHexString(page.mapping()));
    }

    private static String process(Fields fields, long address, LinuxOwner.InProcess owner) {
        Mapping mapping = owner.mapping();
        String task = SingleLine.of(owner.name());
        String name = mapping.name().isEmpty() ? "anonymous memory" : SingleLine.of(mapping.name());
        fields.address("task", owner.task())
                .quantity("pid", owner.pid())
                .text("name", task)
                .text("mapping", name)
                .address("end", mapping.end())
                .text("permissions", mapping.flags().permissions());
        return place(address, owner.base()) + ", in " + name + " [" + Long.toHexString(mapping.start()) + ","
                + Long.toHexString(mapping.end()) + ") " + mapping.flags().permissions() + " of pid " + owner.pid()
                + " " + task;
    }

    private static String words(ObjectState state) {
        return switch (state) {
            case ALLOCATED -> "allocated";
            case FREE -> "in the slab's list of free objects";
            case FREE_FOR_CPU -> "free for a CPU to hand out";
            case FREE_IN_SHEAF -> "free in a sheaf";
        };
    }

    private static String suffix(StackUse use) {
        return switch (use) {
            case LIVE -> "";
            case BELOW -> " (below sp)";
            case PERHAPS_BELOW -> " (possibly below sp)";
        };
    }
}
