package dev.xmdb.dcmds.genunix.whatis;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.whatis.AddressAnswers;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.Section;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.StackUse;
import java.util.Locale;

/** How an answer is put into words. */
abstract sealed class Wording permits ClassicWording, NewerWording {
    private final Layout layout;

    Wording(Layout layout) {
        this.layout = layout;
    }

    Layout layout() {
        return layout;
    }

    /** The words that follow {@code ADDR is}; they may span lines. */
    abstract String text(long address, SolarisOwner owner);

    /** The answer for an address. */
    Emission.Row row(long address, SolarisOwner owner) {
        Fields fields = fields(address, owner);
        record(owner, fields);
        return fields.row(Long.toHexString(address) + " is " + text(address, owner));
    }

    /** Adds what is told below the line. */
    abstract void record(SolarisOwner owner, Fields fields);

    /** {@code base+offset}, both in hexadecimal. */
    static String place(long address, long base) {
        return AddressAnswers.place(address, base);
    }

    static String suffix(StackUse use) {
        return switch (use) {
            case LIVE -> "";
            case BELOW -> " (below sp)";
            case PERHAPS_BELOW -> " (possibly below sp)";
            case INACTIVE -> " (inactive interrupt thread)";
        };
    }

    static String word(Section section) {
        return switch (section) {
            case TEXT -> "text segment";
            case DATA -> "data segment";
            case BSS -> "bss";
            case SYMTAB -> "symtab";
            case SYMSPACE -> "symspace";
        };
    }

    static String state(boolean allocated) {
        return allocated ? "allocated" : "freed";
    }

    static String table(SolarisOwner.PageTable table) {
        return "level " + table.level() + " page table of hat " + Long.toHexString(table.hat()) + " (htable "
                + Long.toHexString(table.htable()) + ") for " + Long.toHexString(table.maps());
    }

    private Fields fields(long address, SolarisOwner owner) {
        var fields = new Fields()
                .address("address", address)
                .text("kind", owner.kind())
                .address("base", owner.base())
                .quantity("offset", address - owner.base());
        return switch (owner) {
            case SolarisOwner.InModule module -> {
                fields.text("module", module.module())
                        .text("section", module.section().name().toLowerCase(Locale.ROOT));
                String symbol = layout.symbol(address);
                yield fields.add(
                        "symbol",
                        module.symbol().isPresent() && symbol != null ? new Value.Text(symbol) : new Value.Absent());
            }
            case SolarisOwner.ThreadStructure thread -> fields.address("thread", thread.base());
            case SolarisOwner.ThreadStack stack ->
                fields.address("thread", stack.thread())
                        .text("use", stack.use().name().toLowerCase(Locale.ROOT));
            case SolarisOwner.PageStructure page -> fields.address("pfn", page.pfn());
            case SolarisOwner.PageTable table ->
                fields.address("htable", table.htable())
                        .address("hat", table.hat())
                        .quantity("level", table.level())
                        .address("maps", table.maps());
            case SolarisOwner.Buffer(var buffer) ->
                fields.text("cache", buffer.cache().name())
                        .truth("allocated", buffer.allocated())
                        .add("bufctl", buffer.bufctl() == 0 ? new Value.Absent() : new Value.Address(buffer.bufctl()));
            case SolarisOwner.Segment(var hit) ->
                fields.text("arena", hit.arena().name())
                        .truth("allocated", hit.allocated())
                        .address("segment", hit.segment());
        };
    }
}
