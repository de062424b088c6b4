package dev.xmdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Help and usage from one declaration. */
final class HelpTextTest {
    private static final DcmdSpec SPEC = DcmdSpec.named("cpuregs", "$x")
            .summary("print a vCPU's registers")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('v', "Say more."))
            .option(OptionSpec.number('c', "cpuid", "The vCPU."))
            .operands("[count]")
            .description("Prints registers.\n\nAll of them.")
            .example("::cpuregs -c 1", "Registers of vCPU 1.")
            .build();

    @Test
    void helpNamesEverythingThatWasDeclared() {
        assertThat(HelpText.of(SPEC, "cpuregs", "core")).isEqualTo("""

                        NAME
                          cpuregs - print a vCPU's registers

                        SYNOPSIS
                          [ addr ] ::cpuregs [-v] [-c cpuid] [count]

                        DESCRIPTION
                          Prints registers.

                          All of them.

                        OPTIONS
                          -v           Say more.
                          -c cpuid     The vCPU.

                        EXAMPLES
                          ::cpuregs -c 1
                              Registers of vCPU 1.

                        ALSO
                          $x

                        ATTRIBUTES

                          Target: Xen domain image
                          Module: core
                          Interface Stability: Evolving
                        """);
    }

    @Test
    void longParagraphsAreWrapped() {
        var spec = DcmdSpec.named("long")
                .summary("say much")
                .description("word ".repeat(40))
                .option(OptionSpec.flag('a', "more ".repeat(30)))
                .build();
        assertThat(HelpText.of(spec, "long", "core").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .contains(
                        "  -a           " + "more ".repeat(12) + "more",
                        "               " + "more ".repeat(12) + "more");
    }

    @Test
    void usageIsOneLine() {
        assertThat(HelpText.usage(SPEC, "cpuregs")).isEqualTo("Usage: [address]::cpuregs [-v] [-c cpuid] [count]");
        assertThat(HelpText.usage(SPEC, "$x")).isEqualTo("Usage: [address]$x [-v] [-c cpuid] [count]");
    }

    @Test
    void formatCharactersDescribeThemselves() {
        assertThat(new FormatCharacter('X', FormatCharacter.Kind.READ, "hexadecimal", 4).describe())
                .isEqualTo("X - hexadecimal (4 bytes)");
        assertThat(new FormatCharacter('v', FormatCharacter.Kind.WRITE, "byte", 1).describe())
                .isEqualTo("v - write byte (1 byte)");
        assertThat(new FormatCharacter('s', FormatCharacter.Kind.READ, "string", -1).describe())
                .isEqualTo("s - string (variable size)");
        assertThat(new FormatCharacter('n', FormatCharacter.Kind.READ, "newline", 0).describe())
                .isEqualTo("n - newline");
    }
}
