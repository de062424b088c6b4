package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.OnPv64Domain;
import org.junit.jupiter.api.Test;

class WalkDcmdsTest extends OnPv64Domain {
    @Test
    void valuesAreNumbersWithTheirBaseMarked() {
        assertThat(session.run("::walk vcpu")).isEqualTo("0\n1\n");
        assertThat(session.run("::walk mfn")).startsWith("0x41230\n0x41231\n").endsWith("0x3000b\n0x3000c\n0x3000d\n");
    }

    @Test
    void everyFrameIsWalkedInOrderHolesLeftOut() {
        assertThat(session.run("::walk pfn")).isEqualTo("0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n0xb\n0xc\n0xd\n");
    }

    @Test
    void aWalkCanBeginAtAnAddress() {
        assertThat(session.run("c::walk pfn")).isEqualTo("0xc\n0xd\n");
        assertThat(session.run("a::walk mfn")).isEqualTo("0x3000b\n0x3000c\n0x3000d\n");
        assertThat(session.run("e::walk pfn")).isEmpty();
        assertThat(session.run("1::walk vcpu")).isEqualTo("1\n");
        assertThat(session.run("-1::walk vcpu")).isEmpty();
        assertThat(session.run("-1::walk pfn")).isEmpty();
    }

    @Test
    void theVariableHoldsTheValueWhileLaterCommandsRun() {
        assertThat(session.run("::walk vcpu v | ::map .+5 | ::map '<v*10+.'")).isEqualTo("5\n16\n");
        assertThat(session.run("::walk vcpu v | ::walk pfn w | ::map '<v*100+<w' | ::grep '.==10c'"))
                .isEqualTo("10c\n");
    }

    @Test
    void anUnknownWalkerIsNamedSo() {
        assertThat(session.errors("::walk nosuch")).isEqualTo("xmdb: failed to perform walk: unknown walk name\n");
        assertThat(session.errors("::walk")).startsWith("Usage: [address]::walk walker [variable]\n");
    }
}
