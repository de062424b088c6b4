package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.interrupt.DeviceTree;
import dev.xmdb.target.guest.solaris.interrupt.Handler;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;

/** What the tables of interrupts have in common: the last column, which names handlers or drivers. */
final class InterruptText {
    /** The routine that the generic LAN driver registers for every network driver on top of it. */
    private static final String GENERIC_LAN = "gld_intr";

    private final Invocation in;
    private final SolarisGuest kernel;
    private final DeviceTree devices;
    private final boolean drivers;

    InterruptText(Invocation in, SolarisGuest kernel) {
        this.in = in;
        this.kernel = kernel;
        this.devices = new DeviceTree(kernel);
        this.drivers = in.has('d');
    }

    /** The last column's header, which ends in a blank. */
    String header() {
        return drivers ? "Driver Name(s) " : "ISR(s) ";
    }

    /** Emits a table's header line where one is due. */
    void header(String columns) {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(new Emission.Header(columns + header()));
        }
    }

    /** The device tree. */
    DeviceTree devices() {
        return devices;
    }

    /** The last column for some handlers, whose values go into the fields. */
    String handlers(List<Handler> handlers, Fields fields) {
        List<String> texts = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (Handler handler : handlers) {
            if (drivers) {
                String driver = devices.driver(handler.device()).orElse("");
                texts.add(driver);
                values.add(new Value.Text(driver));
            } else {
                long routine = routine(handler);
                texts.add(in.session().label(routine));
                values.add(new Value.SymbolRef(
                        routine,
                        kernel.symbols()
                                .at(routine)
                                .map(hit -> in.session().label(routine))
                                .orElse(null)));
            }
        }
        fields.add(drivers ? "driver_name_s_" : "isr_s_", new Value.Many(values));
        return String.join(",", texts);
    }

    /** The function that does the work. */
    private long routine(Handler handler) {
        boolean generic = kernel.symbols().valueOf(GENERIC_LAN).stream().anyMatch(it -> it == handler.vector());
        if (generic) {
            try {
                var layout = kernel.types()
                        .find("gld_mac_info_t")
                        .map(type -> new StructLayout(kernel.types(), type))
                        .filter(found -> found.has("gldm_intr"));
                if (layout.isPresent()) {
                    return layout.get().at(kernel.memory(), handler.argument1()).number("gldm_intr");
                }
            } catch (MemoryFaultException | TypeDataException unreadable) {
                return handler.vector();
            }
        }
        return handler.vector();
    }
}
