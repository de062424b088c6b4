package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.OnPv64Domain;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import org.junit.jupiter.api.Test;

class VcpuDcmdsTest extends OnPv64Domain {
    @Test
    void everyVcpuHasALine() {
        assertThat(session.run("::vcpus")).isEqualTo("""
                CPU STATE                       RIP              RSP              CR3         USER-CR3 PAGING
                  0 online,kernel  ffffffff81000123 ffffffff81001f00         41231000         52005000 64-bit 4-level
                  1 online,user              400010           400f00         41231000         52005000 64-bit 4-level
                """);
    }

    @Test
    void anAddressChoosesOne() {
        assertThat(session.run("1::vcpus").lines()).hasSize(2).last().asString().startsWith("  1 online,user ");
        assertThat(session.errors("2::vcpus")).isEqualTo("xmdb: no vCPU 2 in the image, which has 2\n");
        assertThat(session.run("::walk vcpu | ::vcpus")).isEqualTo(session.run("::vcpus"));
    }

    @Test
    void a32BitDomainHasNarrowColumnsAndNoUserRoot() {
        try (Target other = SampleDomains.pv32(folder)) {
            assertThat(new Conversation(other).run("::vcpus")).isEqualTo("""
                    CPU STATE               RIP      RSP      CR3 USER-CR3 PAGING
                      0 online,kernel  c0000123 c0000f00 41231000        - 32-bit PAE
                    """);
        }
    }

    @Test
    void anImageOfTheOlderContainerDoesNotSayWhoIsOnline() {
        try (Target other = SampleDomains.xcCore(folder)) {
            assertThat(new Conversation(other).run("::vcpus"))
                    .contains("  0 kernel ")
                    .doesNotContain("online", "offline");
        }
    }

    @Test
    void registersOfAnyVcpuCanBeHad() {
        assertThat(session.run("::cpuregs")).isEqualTo(session.run("::regs"));
        assertThat(session.run("::cpuregs -c 0")).isEqualTo(session.run("::regs"));
        assertThat(session.run("::cpuregs -c 1")).contains("%rip = 0x0000000000400010 \n");
        assertThat(session.run("1::cpuregs")).isEqualTo(session.run("::cpuregs -c 1"));
        assertThat(session.run("::vcpus | ::cpuregs"))
                .isEqualTo(session.run("::cpuregs -c 0") + session.run("::cpuregs -c 1"));
    }

    @Test
    void aVcpuIsChosenInOneWay() {
        for (String command : new String[] {"0::cpuregs -c 1", "0::cpuregs -a", "::cpuregs -a -c 1"}) {
            assertThat(session.errors(command))
                    .as(command)
                    .startsWith("xmdb: only one of an address, -a and -c may be given\nUsage: [address]::cpuregs ");
            assertThat(session.rows()).as(command).isEmpty();
        }
    }

    @Test
    void allRegistersCanBeHadAtOnce() {
        assertThat(session.run("::cpuregs -a")).startsWith("vCPU 0:\n%rax = ").contains("\nvCPU 1:\n%rax = ");
    }

    @Test
    void aVcpuThatIsNotThereHasNoRegisters() {
        assertThat(session.errors("::cpuregs -c 2")).isEqualTo("xmdb: failed to get regs for cpu 2\n");
        assertThat(session.errors("-1::cpuregs")).startsWith("xmdb: failed to get regs for cpu ");
        assertThat(session.errors("::cpuregs 1")).startsWith("Usage: [address]::cpuregs [-ax] [-c cpuid]\n");
    }

    @Test
    void theWholeContextCanBeShown() {
        String text = session.run("::cpuregs -x");
        assertThat(text).startsWith(session.run("::regs"));
        assertThat(session.run("::cpuregs -x").substring(session.run("::regs").length()))
                .isEqualTo("""

                %cr0 = 0x0000000080050033    %cr2 = 0x00000000005e22c0
                %cr3 = 0x0000000041231000    %cr4 = 0x0000000000002660
                %ucr3 = 0x0000000052005000
                %ss = 0xe02b
                %dr0 = 0x0000000000000000    %dr1 = 0x0000000000000000
                %dr2 = 0x0000000000000000    %dr3 = 0x0000000000000000
                %dr6 = 0x00000000ffff0ff0    %dr7 = 0x0000000000000400

                fs base:               0x00007f0000001000
                gs base, kernel:       0xffff888007a00000
                gs base, user:         0x0000000000000000
                kernel stack:          0xe02b:0xffffffff81001ff8
                gdt:                   16 entries in frames 3000d
                ldt:                   0 entries at 0x0000000000000000
                trap table:            1 vectors set
                event callback:        0xffffffff81000200
                failsafe callback:     0xffffffff81000300
                syscall callback:      0xffffffff81000400
                flags:                 0x25 (i387_valid in_kernel online)
                vm_assist:             0x24 (writable_pagetables runstate_update_flag)
                """);
    }

    @Test
    void a32BitContextHasNoSegmentBases() {
        try (Target other = SampleDomains.pv32(folder)) {
            assertThat(new Conversation(other).run("::cpuregs -x"))
                    .contains("%cr3 = 0x41231000    %cr4 = 0x00000660\n")
                    .doesNotContain("fs base", "syscall callback", "ucr3");
        }
    }
}
