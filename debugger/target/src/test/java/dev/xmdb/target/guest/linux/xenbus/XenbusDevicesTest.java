package dev.xmdb.target.guest.linux.xenbus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Devices on a bus made by hand. */
final class XenbusDevicesTest {
    private static final long PARTS = 0xffff888001000000L;
    private static final long PRIVATE = 0xffff888002000000L;
    private static final long DEVICES = 0xffff888003000000L;
    private static final long STRINGS = 0xffff888004000000L;
    private static final long DRIVER = 0xffff888005000000L;
    private static final long KSET = 0xffff888006000000L;
    private static final long DEVICE_IN_XENBUS = 0x80;
    private static final long LIST = 0x100;
    private static final long BUS = 0x20;

    private final KernelOf kernel = new KernelOf();
    private final List<String> problems = new ArrayList<>();
    private final long bus = kernel.variable("xenbus_frontend");

    XenbusDevicesTest() {
        var types = kernel.types();
        types.struct("list_head", 16).number("next", 0, 8).number("prev", 8, 8);
        types.struct("klist", 40).struct("k_list", 8, "list_head");
        types.struct("klist_node", 32).number("n_klist", 0, 8).struct("n_node", 8, "list_head");
        types.struct("kobject", 64).number("name", 0, 8).struct("entry", 8, "list_head");
        types.struct("kset", 96).struct("list", 0, "list_head").struct("kobj", 24, "kobject");
        types.struct("subsys_private", 400)
                .struct("subsys", 0, "kset")
                .struct("klist_devices", LIST - 8, "klist")
                .number("bus", 360, 8);
        types.struct("device_private", 200)
                .struct("knode_bus", 64, "klist_node")
                .number("device", 160, 8);
        types.struct("device_driver", 144).number("name", 0, 8);
        types.struct("device", 700)
                .struct("kobj", 0, "kobject")
                .number("driver", 104, 8)
                .number("driver_data", 120, 8);
        types.struct("xenbus_device", 960)
                .number("devicetype", 0, 8)
                .number("nodename", 8, 8)
                .number("otherend", 16, 8)
                .number("otherend_id", 24, 4)
                .struct("dev", DEVICE_IN_XENBUS, "device")
                .number("state", 832, 4);
        kernel.memory()
                .put(PARTS, new byte[0x1000])
                .put(PRIVATE, new byte[0x1000])
                .put(DEVICES, new byte[0x2000]);
        kernel.memory().put(KSET, new byte[0x1000]).word(PARTS + LIST, PARTS + LIST);
        kernel.memory().word(DRIVER, STRINGS).text(STRINGS, "vif");
    }

    private void busTypeLeadsToItsParts() {
        kernel.types().struct("bus_type", 184).number("name", 0, 8).number("p", 160, 8);
        kernel.types().struct("xen_bus_type", 232).struct("bus", BUS, "bus_type");
        kernel.memory().word(bus + BUS + 160, PARTS);
    }

    private long device(int place, String name, int state) {
        long own = PRIVATE + place * 0x100L;
        long at = DEVICES + place * 0x400L;
        long text = STRINGS + 0x100L * (place + 1);
        long node = own + 64 + 8;
        kernel.memory()
                .word(place == 0 ? PARTS + LIST : node - 0x100, node)
                .word(node, PARTS + LIST)
                .word(own + 160, at + DEVICE_IN_XENBUS)
                .word(at, STRINGS)
                .word(at + 8, text + 0x20)
                .word(at + 16, text + 0x40)
                .put(at + 24, 4, place)
                .word(at + DEVICE_IN_XENBUS, text)
                .word(at + DEVICE_IN_XENBUS + 104, DRIVER)
                .put(at + 832, 4, state)
                .text(text, name)
                .text(text + 0x20, "device/vif/" + place)
                .text(text + 0x40, "/local/domain/0/backend/vif/7/" + place);
        return at;
    }

    private List<XenbusDevice> read() {
        return XenbusDevices.read(kernel.made(), problems::add);
    }

    @Test
    void theDevicesOfABusAreRead() {
        busTypeLeadsToItsParts();
        long first = device(0, "vif-0", 4);
        device(1, "vif-1", 2);
        assertThat(read())
                .hasSize(2)
                .first()
                .isEqualTo(new XenbusDevice(
                        first, "vif-0", "vif", "device/vif/0", "/local/domain/0/backend/vif/7/0", 0, 4, "vif", 0));
        assertThat(read())
                .extracting(device -> XenbusState.word(device.state()))
                .containsExactly("Connected", "InitWait");
        assertThat(problems).isEmpty();
    }

    /** Since 6.4 nothing leads from the bus to its parts, but these are in a list of those of all buses. */
    @Test
    void theBusIsFoundAmongAllOthers() {
        kernel.types().struct("bus_type", 176).number("name", 0, 8);
        kernel.types().struct("xen_bus_type", 232).struct("bus", BUS, "bus_type");
        kernel.word("bus_kset", KSET);
        long entry = 24 + 8;
        long other = PARTS + 0x800;
        kernel.memory()
                .word(KSET, other + entry)
                .word(other + entry, PARTS + entry)
                .word(PARTS + entry, KSET)
                .word(PARTS + 360, bus + BUS);
        device(0, "vif-0", 4);
        assertThat(read()).extracting(XenbusDevice::name).containsExactly("vif-0");
        assertThat(problems).isEmpty();
    }

    @Test
    void aDeviceThatIsBeingRemovedIsNoMoreAndACircleIsTold() {
        busTypeLeadsToItsParts();
        device(0, "vif-0", 6);
        device(1, "vif-1", 4);
        kernel.memory().put(PRIVATE + 64, 8, 1).word(PRIVATE + 0x100 + 72, PRIVATE + 72);
        assertThat(read()).extracting(XenbusDevice::name).containsExactly("vif-1");
        assertThat(problems).containsExactly("devices of xenbus_frontend run in a circle at ffff888002000048");
    }

    @Test
    void aBusThatWasNeverRegisteredHasNoDevices() {
        busTypeLeadsToItsParts();
        kernel.memory().word(bus + BUS + 160, 0);
        assertThat(read()).isEmpty();
        assertThat(problems).isEmpty();
    }
}
