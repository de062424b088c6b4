package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisterDcmdsTest {
    /** mdb's layout: two columns, flags in words, tabs between the segment registers. */
    private static final String SCREEN_64 = """
            %rax = 0x0000000000000001                 %r9  = 0x0000000000000000\s
            %rbx = 0x0000000000000000                 %r10 = 0x0000000000000000\s
            %rcx = 0x0000000000000000                 %r11 = 0x0000000000000000\s
            %rdx = 0x0000000000000000                 %r12 = 0x0000000000000000\s
            %rsi = 0x0000000000000000                 %r13 = 0x0000000000000000\s
            %rdi = 0x0000000000000000                 %r14 = 0x0000000000000000\s
            %r8  = 0x0000000000008888                 %r15 = 0xfeedfacecafebeef\s

            %rip = 0xffffffff81000123\s
            %rbp = 0xffffffff81001f30
            %rsp = 0xffffffff81001f00
            %rflags = 0x00000246
              id=0 vip=0 vif=0 ac=0 vm=0 rf=0 nt=0 iopl=0x0
              status=<of,df,IF,tf,sf,ZF,af,PF,cf>

                                    %cs = 0xe033\t%ds = 0x002b\t%es = 0x0000
            %trapno = 0x0\t\t%fs = 0x0000\t%gs = 0x0000
               %err = 0x0
            """;

    private static final String SCREEN_32 = """
            %cs = 0xe019\t\t%eax = 0x00000011\s
            %ds = 0x007b\t\t%ebx = 0x00000000\s
            %ss = 0xe021\t\t%ecx = 0x00000000\s
            %es = 0x0000\t\t%edx = 0x00000000\s
            %fs = 0x0000\t\t%esi = 0x00000000\s
            %gs = 0x0000\t\t%edi = 0x000000d1\s

            %eip = 0xc0000123\s
            %ebp = 0xc0000f10
            %esp = 0xc0000f00

            %eflags = 0x00001202
              id=0 vip=0 vif=0 ac=0 vm=0 rf=0 nt=0 iopl=0x1
              status=<of,df,IF,tf,sf,zf,af,pf,cf>

            %trapno = 0x0
               %err = 0x0
            """;

    @TempDir
    private Path folder;

    @Test
    void theRegistersOfA64BitVcpuStandInTwoColumns() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).run("::regs")).isEqualTo(SCREEN_64);
        }
    }

    @Test
    void dollarRAndDollarQuestionMarkAreTheSameCommand() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).run("$r")).isEqualTo(SCREEN_64);
            assertThat(new Conversation(target).run("$?")).isEqualTo(SCREEN_64);
        }
    }

    @Test
    void theRegistersOfA32BitVcpuStandBesideItsSegments() {
        try (Target target = SampleDomains.pv32(folder)) {
            assertThat(new Conversation(target).run("::regs")).isEqualTo(SCREEN_32);
        }
    }

    @Test
    void itTakesNoAddress() {
        try (Target target = SampleDomains.pv64(folder)) {
            assertThat(new Conversation(target).errors("0::regs")).startsWith("Usage: ::regs\n");
        }
    }
}
