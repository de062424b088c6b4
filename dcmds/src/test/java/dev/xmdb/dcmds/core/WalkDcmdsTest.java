package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.OnPv64Domain;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    private static Conversation with(Walker... walkers) {
        return new Conversation(LinuxDomain.target(), new DebuggerModule() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public List<Dcmd> dcmds() {
                return List.of();
            }

            @Override
            public List<Walker> walkers() {
                return List.of(walkers);
            }
        });
    }

    /** A walker as data. */
    private record Own(String name, AddressUse address, Optional<String> layeredOn, Consumer<Walk> body)
            implements Walker {
        @Override
        public String summary() {
            return "values for a test";
        }

        @Override
        public void walk(Walk walk) {
            body.accept(walk);
        }
    }

    private static Own tens(Optional<String> below) {
        return new Own("tens", AddressUse.OPTIONAL, below, walk -> {
            walk.deliver(10);
            walk.deliver(20);
        });
    }

    private static Own units(String below) {
        return new Own("units", AddressUse.OPTIONAL, Optional.of(below), walk -> {
            long start = walk.start().orElseThrow();
            if (start == 20) {
                walk.warn("20 is damaged");
            }
            for (int i = 1; i <= 2 && walk.deliver(start + i); i++) {
                assertThat(i).isPositive();
            }
        });
    }

    @Test
    void aLayeredWalkerBeginsAtEveryValueOfTheOneBelow() {
        Conversation session = with(tens(Optional.empty()), units("tens"));
        assertThat(session.run("::walk units")).isEqualTo("0xb\n0xc\n0x15\n0x16\n");
        assertThat(session.errors("::walk units")).isEqualTo("xmdb: 20 is damaged\n");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.run("30::walk units")).isEqualTo("0x31\n0x32\n");
        assertThat(session.run("::walk tens | ::walk units")).isEqualTo(session.run("::walk units"));
        assertThat(session.run("::walk units | ::head -n 1")).isEqualTo("b\n");
        assertThat(session.run("30,2::walk units")).isEqualTo("0x31\n0x32\n0x31\n0x32\n");
    }

    @Test
    void aWalkerCannotBeLayeredOnItselfNorOnOneThatDoesNotExist() {
        assertThat(with(tens(Optional.of("units")), units("tens")).errors("::walk units"))
                .contains("walker cannot be layered on itself");
        assertThat(with(units("nosuch")).errors("::walk units")).contains("unknown walk name");
    }

    @Test
    void aWalkThatFindsNothingBecauseItFailsIsToldFromOneThatBreaksOff() {
        var failing = new Own("failing", AddressUse.NONE, Optional.empty(), walk -> {
            throw new DcmdException("there is no list");
        });
        var breaking = new Own("breaking", AddressUse.NONE, Optional.empty(), walk -> {
            walk.deliver(1);
            throw new DcmdException("the list ends here");
        });
        Conversation session = with(failing, breaking);
        assertThat(session.errors("::walk failing"))
                .isEqualTo("xmdb: there is no list\nxmdb: failed to perform walk: failed to initialize walk\n");
        assertThat(session.errors("::walk breaking")).isEqualTo("xmdb: the list ends here\n");
    }

    @Test
    void aWalkThatHasEndedTakesNoMore() {
        Walk[] kept = new Walk[1];
        var keeping = new Own("keeping", AddressUse.NONE, Optional.empty(), walk -> kept[0] = walk);
        with(keeping).run("::walk keeping");
        assertThatThrownBy(() -> kept[0].deliver(1)).hasMessage("no walk is currently active");
    }

    @Test
    void startingAddressesAreTakenByThoseThatDeclareIt() {
        var never = new Own("never", AddressUse.NONE, Optional.empty(), walk -> {});
        var always = new Own("always", AddressUse.REQUIRED, Optional.empty(), walk -> {});
        assertThat(with(never).errors("1::walk never"))
                .isEqualTo("xmdb: failed to perform walk: walker does not accept starting address\n");
        assertThat(with(always).errors("::walk always"))
                .isEqualTo("xmdb: failed to perform walk: walker requires starting address\n");
    }

    @Test
    void variablesAreTheValuesOwnAlsoAfterAStageThatGathersRows() {
        assertThat(session.run("::walk vcpu v | ::sort | ::map '<v*10+.'")).isEqualTo("0\n11\n");
        assertThat(session.run("::walk vcpu v | ::walk pfn w | ::sort | ::head -2 | ::map '<v*100+<w'"))
                .isEqualTo("0\n100\n".substring(0, 2) + "1\n");
    }

    @Test
    void theVariableOfAWalkMustBeOneThatCanBeSet() {
        assertThat(session.errors("::walk vcpu rip")).isEqualTo("xmdb: variable rip is read-only\n");
        assertThat(session.errors("::walk vcpu a+b")).isEqualTo("xmdb: '+' may not be used in a variable name\n");
        session.run("e::walk pfn nothing");
        assertThat(session.run("<nothing=X")).isEqualTo("                0               \n");
    }
}
