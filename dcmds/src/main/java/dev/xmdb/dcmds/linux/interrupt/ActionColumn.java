package dev.xmdb.dcmds.linux.interrupt;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.irq.IrqAction;
import java.util.List;
import java.util.stream.Collectors;

/** What the tables of interrupts have in common: the last column, which names handlers and what they are for. */
final class ActionColumn {
    private final Invocation in;
    private final Layout layout;
    private final boolean namesOnly;

    ActionColumn(Invocation in) {
        this.in = in;
        this.layout = in.out().layout();
        this.namesOnly = in.has('d');
    }

    /** Emits a table's header line where one is due. */
    void header(String columns) {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(new Emission.Header(columns + (namesOnly ? "Driver Name(s)" : "ISR(s)")));
        }
    }

    /** The column for some actions, whose values go into the fields. */
    String text(List<IrqAction> actions, Fields fields) {
        fields.add(
                "isr_s_",
                new Value.Many(actions.stream()
                        .<Value>map(action -> new Value.SymbolRef(action.handler(), layout.symbol(action.handler())))
                        .toList()));
        fields.texts("driver_name_s_", actions.stream().map(IrqAction::name).toList());
        return actions.stream().map(this::one).collect(Collectors.joining(", "));
    }

    private String one(IrqAction action) {
        String name = SingleLine.of(action.name());
        return namesOnly ? name : layout.label(action.handler()) + " (" + name + ")";
    }
}
