package dev.xmdb.target.guest.linux.irq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.guest.linux.variable.KernelOf;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Bindings and channels made by hand. */
final class XenIrqsTest {
    private static final long INFOS = 0xffff888001000000L;
    private static final long ROWS = 0xffff888002000000L;
    private static final long ROW = 0xffff888003000000L;
    private static final long PAGE = 0xffff888004000000L;

    private final KernelOf kernel = new KernelOf();
    private final List<String> problems = new ArrayList<>();
    private final long head = kernel.variable("xen_irq_list_head");

    XenIrqsTest() {
        var types = kernel.types();
        types.struct("irq_info_pirq", 10)
                .number("pirq", 0, 2)
                .number("gsi", 2, 2)
                .number("vector", 4, 1)
                .number("flags", 5, 1)
                .number("domid", 6, 2);
        types.struct("irq_info_u", 16)
                .number("virq", 0, 2)
                .number("ipi", 0, 4)
                .struct("pirq", 0, "irq_info_pirq")
                .number("interdomain", 0, 8);
        types.struct("irq_info", 136)
                .number("list", 0, 8)
                .number("type", 92, 2)
                .number("mask_reason", 94, 1)
                .number("is_active", 95, 1)
                .number("irq", 96, 4)
                .number("evtchn", 100, 4)
                .number("cpu", 104, 2)
                .struct("u", 120, "irq_info_u");
        kernel.memory().put(INFOS, new byte[0x1000]).word(head, head);
        kernel.memory().put(ROWS, new byte[0x1000]).put(ROW, filled()).word(ROWS, ROW);
        kernel.word("evtchn_to_irq", ROWS);
    }

    private static byte[] filled() {
        byte[] none = new byte[0x1000];
        Arrays.fill(none, (byte) 0xff);
        return none;
    }

    private long info(int place, int type, int irq, int port, long u) {
        long at = INFOS + place * 0x100L;
        kernel.memory()
                .word(at, head)
                .put(at + 92, 2, type)
                .put(at + 96, 4, irq)
                .put(at + 100, 4, port)
                .put(at + 104, 2, 1)
                .put(at + 120, 8, u)
                .word(place == 0 ? head : at - 0x100, at);
        if (port != 0) {
            kernel.memory().put(ROW + 4L * port, 4, irq);
        }
        return at;
    }

    private List<XenIrq> read() {
        return XenIrqs.read(kernel.made(), 4096, problems::add);
    }

    @Test
    void everyKindOfBindingIsRead() {
        info(0, 2, 16, 5, 0);
        info(1, 3, 17, 4, 3);
        info(2, 4, 18, 3, 0xffff888009000000L);
        info(3, 1, 9, 2, 0x0001_02_30_0009_0009L);
        info(4, 0, 20, 0, 0);
        info(5, 99, 21, 1, 0);
        assertThat(read())
                .extracting(irq ->
                        irq.port() + " " + irq.irq() + " " + irq.binding().word())
                .containsExactly(
                        "0 20 unbound",
                        "1 21 ?:99",
                        "2 9 pirq:9",
                        "3 18 evtchn",
                        "4 17 ipi:spinlock",
                        "5 16 virq:timer");
        assertThat(problems).isEmpty();
        assertThat(read().get(3).binding()).isEqualTo(new XenBinding.Interdomain(0xffff888009000000L));
        assertThat(read().get(2).binding()).isEqualTo(new XenBinding.Physical(9, 9, 0x30, 1, 2));
    }

    @Test
    void bothWaysMustAgree() {
        info(0, 2, 16, 5, 0);
        kernel.memory().put(ROW + 20, 4, 17).put(ROW + 24, 4, 18);
        assertThat(read()).hasSize(1);
        assertThat(problems)
                .containsExactly(
                        "irq_info at ffff888001000000 says that event channel 5 is irq 16, evtchn_to_irq says 17",
                        "evtchn_to_irq says that event channel 6 is irq 18, which no irq_info says");
    }

    @Test
    void aListInACircleAndAChannelOutOfRangeAreTold() {
        long last = info(0, 2, 16, 5, 0);
        kernel.memory().put(last + 100, 4, 0x7fffffff).word(last, last);
        assertThat(read()).hasSize(1);
        assertThat(problems)
                .contains(
                        "xen_irq_list_head run in a circle at ffff888001000000",
                        "irq_info at ffff888001000000: event channel 2147483647 is beyond the last one, 4095");
    }

    private EventPorts fifo() {
        kernel.variable("evtchn_ops_fifo");
        long operations = kernel.made().address("evtchn_ops_fifo");
        kernel.word("evtchn_ops", operations).word("event_array", PAGE);
        kernel.memory().put(kernel.variable("event_array_pages"), 4, 1).put(PAGE, new byte[0x1000]);
        return EventPorts.of(kernel.made(), Optional.empty());
    }

    @Test
    void aWordOfTheFifoAbiTellsWhetherAChannelIsPendingMaskedQueuedAndBusy() {
        EventPorts ports = fifo();
        assertThat(ports.abi()).isEqualTo("FIFO");
        kernel.memory().put(PAGE + 4, 4, 0x8000_0000L).put(PAGE + 8, 4, 0x7000_0007L);
        assertThat(ports.state(1)).hasValue(new PortState(true, false, false, false, 0));
        assertThat(ports.state(2)).hasValue(new PortState(false, true, true, true, 7));
        assertThat(ports.state(1024)).isEmpty();
        assertThat(ports.state(-1)).isEmpty();
    }

    @Test
    void aKernelThatDoesNotRunOnXenSaysSo() {
        kernel.memory().put(kernel.variable("xen_domain_type"), 4, 0);
        assertThatThrownBy(() -> EventPorts.of(kernel.made(), Optional.empty()))
                .isInstanceOf(TypeDataException.class)
                .hasMessageContaining("does not run on Xen");
    }

    @Test
    void withoutTheSharedPageTheTwoLevelAbiHasNoState() {
        kernel.memory().put(kernel.variable("xen_domain_type"), 4, 1);
        kernel.variable("evtchn_ops_2l");
        kernel.word("evtchn_ops", kernel.made().address("evtchn_ops_2l"));
        assertThatThrownBy(() -> EventPorts.of(kernel.made(), Optional.empty()))
                .isInstanceOf(TypeDataException.class)
                .hasMessageContaining("is not in the image");
    }

    @Test
    void aGateIsTakenApart() {
        // Intel SDM volume 3, figure 6-8: offset 0xffffffff81a00b40, segment 0x10, IST 3, interrupt gate, DPL 3,
        // present.
        kernel.memory().put(PAGE, 8, 0x81a0_ee03_0010_0b40L).put(PAGE + 8, 8, 0xffff_ffffL);
        assertThat(Gates.at(kernel.memory(), PAGE, 3))
                .isEqualTo(new Gate(3, PAGE, 0xffffffff81a00b40L, 0x10, 3, true, Gate.Kind.INTERRUPT, 3));
    }
}
