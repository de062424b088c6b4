package dev.xmdb.target.guest.linux.xenbus;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the consoles that the hypervisor console driver has. */
public final class XenConsoles {
    private static final int MOST = 1024;

    private XenConsoles() {}

    /**
     * A console.
     *
     * @param address its {@code struct xencons_info}
     * @param port its event channel
     * @param device the {@code struct xenbus_device} behind it; 0 for the first console, which has none
     * @param page virtual address of the page with its rings; 0 for none
     */
    public record Console(long address, int port, long device, long page) {}

    /**
     * Every console; none where the kernel or its types have no such driver.
     *
     * @param problems receives a sentence when the list breaks off
     */
    public static List<Console> read(KernelVariables kernel, Consumer<String> problems) {
        OptionalLong head = kernel.find("xenconsoles");
        var found = new ArrayList<Console>();
        if (head.isEmpty()) {
            return found;
        }
        try {
            StructLayout layout = kernel.types().layout("struct xencons_info");
            long link = layout.member("list").offset();
            Chain chain = new Chain("xenconsoles", kernel.memory()::readWord, MOST);
            Chain.End end = chain.followHeaded(head.getAsLong(), at -> {
                StructView console = layout.at(kernel.memory(), at - link);
                found.add(new Console(
                        console.address(),
                        (int) console.number("evtchn"),
                        console.number("xbdev"),
                        console.number("intf")));
                return true;
            });
            if (!end.sound()) {
                problems.accept(String.valueOf(end.fault()));
            }
        } catch (TypeDataException unknown) {
            return List.of();
        } catch (MemoryFaultException fault) {
            problems.accept("xenconsoles: " + fault.getMessage());
        }
        return List.copyOf(found);
    }
}
