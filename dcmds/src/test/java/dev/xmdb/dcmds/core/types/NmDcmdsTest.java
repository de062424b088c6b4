package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import org.junit.jupiter.api.Test;

class NmDcmdsTest {
    private final Conversation session = SolarisDomain.sxc16().conversation();

    @Test
    void symbolsAreColumnsWithBarsBetweenThem() {
        assertThat(session.run("t0::nm")).isEqualTo("""
                        Value              Size               Type  Bind  Other Shndx    Name
                        0xfffffffffbc2fa80|0x0000000000000340|OBJT |GLOB |0x0  |ABS     |t0
                        """.replace("340", "%03x".formatted(size("kthread_t"))));
        assertThat(session.run("cpus+8::nm -h -f val,name")).isEqualTo("0xfffffffffbc4b7f0|cpus\n");
    }

    private long size(String type) {
        return Long.parseLong(session.run("::sizeof " + type + " | =D").strip());
    }

    @Test
    void columnsAreChosenAndPrintedInTheirOwnOrder() {
        assertThat(session.run("::nm -f name,obj,ctype -t func genunix ! true")).isEmpty();
        assertThat(session.run("utsname::nm -f name,obj,ctype")).isEqualTo("""
                        Object          C Type                                             Name
                        genunix        |struct utsname                                    |utsname
                        """);
        assertThat(session.run("cmn_err::nm -h -f ctype"))
                .startsWith("void (*)(int, char *")
                .hasLineCount(1);
    }

    @Test
    void anAddressInAnObjectIsThatObjectsSymbolOnly() {
        assertThat(session.run("utsname+1::nm -h -f name genunix")).isEqualTo("utsname\n");
        assertThat(session.errors("utsname::nm unix")).endsWith(": no symbol corresponds to address\n");
        assertThat(session.errors("utsname::nm genunx"))
                .isEqualTo(
                        "xmdb: failed to iterate over symbols of genunx: unknown object file name\nxmdb: did you mean 'genunix'?\n");
    }

    @Test
    void whatIsPrintedAsCommandsMakesTheSameSymbolsAgain() {
        session.run("1000::nmadd -f -s 20 fun; 2000::nmadd -o -e 2010 dat; 5::nmadd tiny");
        String symbols = session.run("::nm -P");
        String commands = session.run("::nm -Pp");
        assertThat(commands).isEqualTo("""
                0x1000::nmadd -f -s 0x20 fun
                0x2000::nmadd -o -s 0x10 dat
                5::nmadd -s 0 tiny
                """);
        session.run("::nmdel fun; ::nmdel dat; ::nmdel tiny");
        assertThat(session.run("::nm -P").lines()).hasSize(1);
        session.run(commands);
        assertThat(session.run("::nm -P")).isEqualTo(symbols);
    }

    @Test
    void numbersComeInThreeRadices() {
        assertThat(session.run("utsname::nm -hd -f sz")).isEqualTo("1285                \n");
        assertThat(session.run("utsname::nm -ho -f sz")).isEqualTo("2405                  \n");
        session.run("0t10$d");
        assertThat(session.run("utsname::nm -h -f sz")).isEqualTo("1285                \n");
        assertThat(session.run("utsname::nm -hx -f sz")).isEqualTo("0x0000000000000505\n");
    }

    @Test
    void oneObjectCanBeSortedByNameOrValue() {
        assertThat(session.run("::nm -hn -t func,objt -f name xdf"))
                .isEqualTo("_fini\n_info\n_init\nxdf_intr\nxdf_ssp\n");
        assertThat(session.run("::nm -hv -t func,objt -f name xdf"))
                .startsWith("xdf_intr\n")
                .endsWith("xdf_ssp\n");
        assertThat(session.run("::nm -h -t file -f name xdf")).isEqualTo("xdf\n");
    }

    @Test
    void namesCanBeAddedUsedAndRemoved() {
        assertThat(session.run("1000::nmadd -o -s 20 mine")).isEqualTo("added mine, value=1000, size=20\n");
        assertThat(session.run("mine+8=p").strip()).isEqualTo("mine+8");
        assertThat(session.run("1020=p").strip()).isEqualTo("0x1020");
        assertThat(session.run("::nm -hP -f val,sz,type,name"))
                .isEqualTo("0x0000000000001000|0x0000000000000020|OBJT |mine\n");
        assertThat(session.run("::nm -Pp")).isEqualTo("0x1000::nmadd -o -s 0x20 mine\n");
        assertThat(session.run("2000::nmadd -e 2010 mine")).isEqualTo("replaced mine, old value=1000, size=20\n");
        assertThat(session.run("mine=X").strip()).isEqualTo("2000");
        assertThat(session.run("::nmdel mine")).isEqualTo("deleted mine, value=2000, size=10\n");
        assertThat(session.errors("mine=X")).contains("unknown symbol name");
        assertThat(session.errors("::nmdel mine")).isEqualTo("xmdb: symbol 'mine' not found in private symbol table\n");
    }

    @Test
    void aCalculatorHasSymbolsOfItsOwnToo() {
        var calculator = new Conversation();
        calculator.run("1234::nmadd here");
        assertThat(calculator.run("here+1=X").strip()).isEqualTo("1235");
        assertThat(calculator.run("::nm -hP -f name")).isEqualTo("here\n");
    }

    @Test
    void wrongCallsSaySo() {
        assertThat(session.errors("::nm nosuch"))
                .isEqualTo("xmdb: failed to iterate over symbols of nosuch: unknown object file name\n");
        assertThat(session.errors("1234::nm")).isEqualTo("xmdb: 1234: no symbol corresponds to address\n");
        assertThat(session.errors("::nm -do")).startsWith("xmdb: -d/-o/-x options are mutually exclusive\nUsage: ");
        assertThat(session.errors("::nm -P genunix")).startsWith("xmdb: -P/object options are mutually exclusive\n");
        assertThat(session.errors("::nm -f zz")).startsWith("xmdb: invalid option for -f: \"zz\"\nUsage: ");
        assertThat(session.errors("10::nmadd -e 8 x")).startsWith("xmdb: end (8) is less than start address (10)\n");
        assertThat(session.errors("10::nmadd")).startsWith("Usage: address::nmadd ");
    }
}
