package dev.xmdb.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.shell.host.StandardStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program from its arguments to its exit status, in this process. */
@Timeout(60)
class XmdbTest {
    private static final String HOSTILE = "Linux version 6.1.0 \033]52;c;aGk=\007\u009b31m\rroot# \177#1 SMP\n";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private Path image;

    @BeforeEach
    void anImageInAFolderOfItsOwn() throws IOException {
        image = folder.resolve("tiny.core");
        new TinyImage(HOSTILE).write(image);
        environment.put("HOME", folder.resolve("home").toString());
    }

    @Test
    void commandsOfTheCommandLineRunInOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("two"), "2=X\n3=X\n");
        Result result = run("-e", "1=X", "-f", file.toString(), "-e", "4=X;5=X");
        assertThat(result).isEqualTo(new Result(0, numbers(1, 2, 3, 4, 5), ""));
    }

    @Test
    void standardInputIsReadWithoutPromptEchoOrBanner() {
        assertThat(runWith("1=X\n2=X;3=X\n\n// nothing\n4=X")).isEqualTo(new Result(0, numbers(1, 2, 3, 4), ""));
    }

    @Test
    void standardInputIsLeftAloneWhenTheCommandLineHasCommands() {
        assertThat(runWith("2=X\n", "-e", "1=X").out()).isEqualTo(numbers(1));
    }

    @Test
    void aCommandThatFailsDoesNotStopTheOthersAndTheStatusSaysIt() {
        Result result = runWith("1=X\n::nosuch\n2=X\n");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(numbers(1, 2));
        assertThat(result.err()).startsWith("xmdb: invalid command '::nosuch'").hasLineCount(1);
    }

    @Test
    void macroFilesAreFoundInTheUsersFolderOrOnThePathOfTheCommandLine() throws IOException {
        Path own = Files.createDirectories(folder.resolve("home/.config/xmdb/macros"));
        Files.writeString(own.resolve("mine"), "1=X\n");
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("theirs"), "2=X\r\n2 2=X\r\n3=X");
        assertThat(runWith("$<mine\n$<theirs\n"))
                .isEqualTo(new Result(1, numbers(1), "xmdb: failed to open theirs (see ::help '$<')\n"));
        Result result = runWith("$<mine\n$<theirs\n", "-I", "%o:" + other);
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(numbers(1, 2, 3));
        assertThat(result.err())
                .contains("xmdb: syntax error on line 2 of " + other.resolve("theirs") + " near \"2\"\n"
                        + "xmdb: at column 3: expecting ");
        assertThat(run("-I", other.toString(), "-e", "$<mine").status()).isEqualTo(1);
    }

    @Test
    void shellCommandsInMacrosNeedTheSamePermissionAsElsewhere() throws IOException {
        Path macro = Files.writeString(folder.resolve("shell"), "!echo out\n");
        assertThat(run("-e", "$<" + macro).err())
                .startsWith(
                        "xmdb: shell commands are not allowed outside a terminal without --allow-shell (line 1 of ");
        assertThat(run("--allow-shell", "-e", "$<" + macro)).isEqualTo(new Result(0, "out\n", ""));
    }

    @Test
    void aShellCommandThatFailsIsAFailure() {
        assertThat(run("--allow-shell", "-e", "!exit 3", "-e", "1=X"))
                .isEqualTo(new Result(1, numbers(1), "xmdb: shell command returned exit status 3\n"));
        assertThat(run("--allow-shell", "-e", "1=X ! cat >/dev/null && exit 4"))
                .isEqualTo(new Result(1, "", "xmdb: shell command returned exit status 4\n"));
    }

    @Test
    void aShellCommandIsGivenTextAndItsLinesAreRowsAmongRows() {
        Result result =
                run("--allow-shell", "-o", "jsonl", "-e", "11=X ! cat && echo more", "-e", "!echo alone", "-e", "2=X");
        assertThat(result).isEqualTo(new Result(0, """
                {"dcmd":"!","text":"                11              "}
                {"dcmd":"!","text":"more"}
                {"dcmd":"!","text":"alone"}
                {"dcmd":"=","values":["0x2"]}
                """, ""));
    }

    @Test
    void aFormatThatCannotBeReadGivesProgramsNoHalfRow() {
        String last = "ffffffff81001ff8";
        assertThat(run("-o", "jsonl", "-e", last + "/JJ", image.toString()).out())
                .isEmpty();
        assertThat(run("-o", "jsonl", "-e", last + "/J", image.toString()).out())
                .contains("\"values\":[\"0x0\"]");
        assertThat(run("-e", last + "/JJ", image.toString()).out())
                .isEqualTo("0xffffffff81001ff8:             0               \n");
    }

    @Test
    void aLogHasWhatIsTypedPrintedAndToldAndOnlyItsOwnerReadsIt() throws IOException {
        Path log = folder.resolve("log");
        Result result = runWith("1=X\n::log " + log + "\n2=X\n::nosuch\n$>\n3=X\n$>\n");
        assertThat(result.out()).isEqualTo(numbers(1) + "xmdb: logging to \"" + log + "\"\n" + numbers(2, 3));
        assertThat(result.err()).endsWith("xmdb: logging is already disabled\n");
        String message = "xmdb: invalid command '::nosuch': unknown dcmd name (line 4 of (stdin), column 1)\n";
        assertThat(log)
                .hasContent("xmdb: logging to \"" + log + "\"\n2=X\n" + numbers(2) + "::nosuch\n" + message + "$>\n");
        assertThat(Files.getPosixFilePermissions(log)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theNameOfAnImageIsOneThatAFileCanHave() {
        assertThat(run("").err()).isEqualTo("xmdb: failed to open \"\": the name is empty\n");
        assertThat(run(image + "/").err())
                .isEqualTo("xmdb: failed to open " + image + "/: that would be a directory\n");
    }

    @Test
    void whatIsMissingOfAFileToBeWrittenIsItsFolder() {
        assertThat(run(
                                "-e",
                                "::typedef -c LP64",
                                "-e",
                                "::typedef int made_t",
                                "-e",
                                "::typedef -w " + folder + "/no/types")
                        .err())
                .isEqualTo("xmdb: failed to write types to " + folder + "/no/types: no such directory\n");
    }

    @Test
    void aFileOfMoreLinesThanMemoryIsForIsRefused() throws IOException {
        Path most = Files.writeString(folder.resolve("most"), "\n".repeat((1 << 20) - 3) + "1=X\n2=X\n3=X\n");
        Path more = Files.writeString(folder.resolve("more"), "\n".repeat((1 << 20) + 1));
        assertThat(run("-e", "$<" + most)).isEqualTo(new Result(0, numbers(1, 2, 3), ""));
        assertThat(run("-e", "$<" + more))
                .isEqualTo(new Result(1, "", "xmdb: failed to open " + more + ": more than 1048576 lines\n"));
    }

    @Test
    void aLogIsContinuedAndNeverTakesThePlaceOfSomethingElse() throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "before\n");
        assertThat(run("-e", "::log -e " + log, "-e", "::log", "-e", "::log -d", "-e", "::log")
                        .out())
                .isEqualTo("""
                        xmdb: logging to "LOG"
                        xmdb: logging to "LOG" is currently enabled
                        xmdb: logging to "LOG" is currently disabled
                        """.replace("LOG", log.toString()));
        assertThat(Files.readString(log)).startsWith("before\nxmdb: logging to ");
        assertThat(run("-e", "::log /dev/null").err())
                .isEqualTo("xmdb: failed to open /dev/null: not a regular file\n");
        assertThat(run("-e", "$>" + folder + "/no/log").err())
                .isEqualTo("xmdb: failed to open " + folder + "/no/log: no such directory\n");
        assertThat(run("-e", "::log " + folder).err())
                .isEqualTo("xmdb: failed to open " + folder + ": is a directory\n");
        assertThat(run("-e", "::log " + folder + "/later/").err())
                .isEqualTo("xmdb: failed to open " + folder + "/later/: that would be a directory\n");
        assertThat(folder.resolve("later")).doesNotExist();
        assertThat(run("-e", "::log ''").err()).isEqualTo("xmdb: failed to open \"\": the name is empty\n");
        assertThat(run("-e", "::log").out()).isEqualTo("xmdb: no log is active\n");
        assertThat(run("-e", "::log -e").err()).isEqualTo("xmdb: no log file has been selected\n");
    }

    @Test
    void aLogIsNeverWrittenIntoTheImage() throws IOException {
        byte[] before = Files.readAllBytes(image);
        Path link = Files.createSymbolicLink(folder.resolve("link"), image);
        Result result = run("-e", "::log " + image, "-e", "$>" + link, "-e", "1=X", image.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("xmdb: failed to open " + image + ": it is what is debugged\nxmdb: failed to open " + link
                        + ": it is what is debugged\n");
        assertThat(image).hasBinaryContent(before);
    }

    @Test
    void aLogOfRowsHasRows() throws IOException {
        Path log = folder.resolve("log");
        run("-o", "jsonl", "-e", "::log " + log, "-e", "2=X");
        assertThat(log)
                .hasContent("{\"dcmd\":\"log\",\"file\":\"" + log + "\",\"enabled\":true}\n"
                        + "{\"dcmd\":\"input\",\"text\":\"2=X\"}\n{\"dcmd\":\"=\",\"values\":[\"0x2\"]}\n");
    }

    @Test
    void aLineWithoutMeasureIsToldAndTheNextOneRuns() {
        Result result = runWith("1".repeat((1 << 20) + 1) + "\n1=X\r\n");
        assertThat(result)
                .isEqualTo(
                        new Result(1, numbers(1), "xmdb: a line is longer than 1048576 bytes on line 1 of (stdin)\n"));
    }

    @Test
    void filesOfCommandsThatCannotBeReadAreToldOfAsOtherFilesAre() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'1', 0});
        Path large = Files.writeString(folder.resolve("large"), "\n".repeat((16 << 20) + 1));
        assertThat(run("-f", folder.toString()))
                .isEqualTo(new Result(2, "", "xmdb: failed to open " + folder + ": is a directory\n"));
        assertThat(run("-f", binary.toString()).err())
                .isEqualTo("xmdb: failed to open " + binary + ": not a text file\n");
        assertThat(run("-f", large.toString()).err())
                .isEqualTo("xmdb: failed to open " + large + ": longer than 16777216 bytes\n");
        assertThat(run("-f", folder + "/none").err())
                .isEqualTo("xmdb: failed to open " + folder + "/none: no such file\n");
        assertThat(run("-f", "").err()).startsWith("xmdb: failed to open \"\": the name is empty");
    }

    @Test
    void anErrorOnStandardInputIsToldWithItsPlace() {
        assertThat(runWith("1=X\n2=X;  nosuch=X\n"))
                .isEqualTo(new Result(
                        1,
                        numbers(1, 2),
                        "xmdb: failed to dereference symbol: unknown symbol name (line 2 of (stdin), column 7)\n"));
    }

    @Test
    void rowsDoNotWaitForWhatAShellCommandLeavesRunning() {
        Result result =
                run("--allow-shell", "-o", "jsonl", "-e", "!echo one", "-e", "!sleep 300 & printf %d $!", "-e", "1=X");
        List<String> rows = result.out().lines().toList();
        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst()).isEqualTo("{\"dcmd\":\"!\",\"text\":\"one\"}");
        // It still runs, as whoever began it wanted.
        long left = Long.parseLong(rows.get(1).replaceAll("\\D", ""));
        assertThat(ProcessHandle.of(left).map(ProcessHandle::destroy)).contains(true);
    }

    @Test
    void filesAreShownLineByLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "one\r\n\033[31mtwo");
        Result result = run("-e", "::cat " + file + " /nosuch");
        assertThat(result.out()).startsWith("one\n").endsWith("[31mtwo\n").doesNotContain("\033");
        assertThat(result.err()).isEqualTo("xmdb: failed to open /nosuch: no such file\n");
        assertThat(result.status()).isEqualTo(1);
    }

    @Test
    void everyMessageIsAfterTheProgramsName() {
        for (String wrong : List.of("1+=X", "::nosuch", "<nosuch=X", "1%0=X", "0=", "zzz=X", "1=~", "!id", "0/X")) {
            Result result = run("-e", wrong);
            assertThat(result.status()).as(wrong).isEqualTo(1);
            assertThat(result.err().lines()).as(wrong).isNotEmpty().allMatch(line -> line.startsWith("xmdb: "));
        }
    }

    @Test
    void anErrorInAFileNamesTheFileAndTheLine() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.cmd"), "1=X\n2=X\n(3=X\n4=X\n");
        Result result = run("-f", file.toString());
        assertThat(result.err()).contains("on line 3 of " + file);
        assertThat(result.out()).isEqualTo(numbers(1, 2, 4));
        assertThat(runWith("1=X\n\n(3=X\n").err())
                .contains("on line 3 of (stdin)")
                .contains("xmdb: at column 3: expecting ");
    }

    @Test
    void quitEndsTheRunWithTheStatusSoFar() {
        assertThat(runWith("1=X\n::quit\n2=X\n")).isEqualTo(new Result(0, numbers(1), ""));
        assertThat(run("-e", "::nosuch", "-e", "$q", "-e", "2=X").status()).isEqualTo(1);
    }

    @Test
    void anImageIsOpenedAndDescribed() {
        Result result = run("-e", "::status", image.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("PV", "1 vCPU", "Xen ELF dump-core", image.toString());
    }

    @Test
    void memoryOfTheImageIsRead() {
        Result result = run("-e", "ffffffff81000000/s", image.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Linux version 6.1.0");
    }

    @Test
    void aSoundImageOfAnUnknownGuestIsNothingToComplainAbout() throws IOException {
        Path plain = folder.resolve("plain.core");
        new TinyImage("").write(plain);
        assertThat(run("-e", "1=X", plain.toString())).isEqualTo(new Result(0, numbers(1), ""));
    }

    @Test
    void aTruncatedImageOpensAndSaysWhatIsLostOnce() throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        Path cut = Files.write(folder.resolve("cut.core"), Arrays.copyOf(bytes, bytes.length / 2));
        Result result = run("-e", "1=X", "-e", "2=X", cut.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(numbers(1, 2));
        assertThat(result.err().lines()).isNotEmpty().hasSizeLessThan(7).allMatch(line -> line.startsWith("xmdb: "));
    }

    @Test
    void whatIsNoImageIsRefusedByNameAndReason() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        Path empty = Files.createFile(folder.resolve("empty"));
        for (Path wrong : List.of(text, empty, folder, folder.resolve("nowhere"))) {
            Result result = run("-e", "1=X", wrong.toString());
            assertThat(result.status()).as("%s", wrong).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .startsWith("xmdb: failed to open " + wrong + ": ")
                    .hasLineCount(1);
        }
        assertThat(run("a\0b").status()).isEqualTo(2);
    }

    @Test
    void aWrongCommandLineIsRefused() {
        assertThat(run("--nosuch")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.err()).startsWith("xmdb: unknown option --nosuch").hasLineCount(1);
        });
        assertThat(run("-f", folder.resolve("nowhere").toString()).status()).isEqualTo(2);
        assertThat(run("--bell\007").err()).doesNotContain("\007");
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(run("-h")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.out()).startsWith("Usage: xmdb");
            assertThat(result.err()).isEmpty();
        });
        assertThat(run("-V").out()).startsWith("xmdb ");
    }

    @Test
    void extraSymbolsThatCannotBeReadAreRefusedAndWithoutAnImageTheyAreSaidToBeUnused() throws IOException {
        Path vmlinux = Files.writeString(folder.resolve("vmlinux"), "x");
        for (String option : List.of("--vmlinux", "--ctf")) {
            Result missing = run(option, folder.resolve("nowhere").toString(), "-e", "1=X");
            assertThat(missing.status()).isEqualTo(2);
            assertThat(missing.err()).contains(option).contains("no such file");
            Result unused = run(option, vmlinux.toString(), "-e", "1=X");
            assertThat(unused.status()).isZero();
            assertThat(unused.err()).contains(option).contains("not used");
        }
    }

    @Test
    void theRootGivenReplacesTheOneOfTheVcpu() {
        String read = "ffffffff81000000/X";
        assertThat(run("-e", read, image.toString()).status()).isZero();
        assertThat(run("--cr3", "1008000", "-e", read, image.toString()).status())
                .isEqualTo(1);
        assertThat(run("--cr3", "0x1001000", "-e", read, image.toString()).status())
                .isZero();
    }

    @Test
    void jsonLinesAreOneObjectForEachRow() {
        Result result = run("-o", "jsonl", "-e", "::vcpus", "-e", "10=D", image.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"dcmd\":\"") && line.endsWith("}"))
                .first()
                .asString()
                .contains("\"dcmd\":\"vcpus\"", "\"rip\":\"0xffffffff81000000\"", "\"cr3\":\"0x1001000\"");
    }

    @Test
    void theRcFileRunsFirstUnlessItIsSkipped() throws IOException {
        rc("1=X\n");
        assertThat(run("-e", "2=X").out()).isEqualTo(numbers(1, 2));
        assertThat(run("-S", "-e", "2=X").out()).isEqualTo(numbers(2));
    }

    @Test
    void whatFailsInTheRcFileIsToldAndIsNotTheCommandsFailure() throws IOException {
        Path rc = rc("::nosuch\n");
        Result result = run("-e", "2=X");
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEqualTo(numbers(2));
        assertThat(result.err()).startsWith("xmdb: invalid command '::nosuch'");
        Files.writeString(rc, "(\n");
        assertThat(run("-e", "2=X").err()).contains("on line 1 of " + rc);
    }

    @Test
    void nothingIsReadFromBesideTheImageOrFromTheHomeFolderItself() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        for (String planted : List.of(".mdbrc", ".xmdbrc", "rc", "xmdbrc", ".xmdb")) {
            Files.writeString(folder.resolve(planted), "dead=X\n");
            Files.writeString(home.resolve(planted), "dead=X\n");
        }
        Files.createDirectories(folder.resolve("xmdb"));
        Files.writeString(folder.resolve("xmdb/rc"), "dead=X\n");
        environment.put("XDG_CONFIG_HOME", ".");
        assertThat(run("-e", "1=X", image.toString()).out()).isEqualTo(numbers(1));
    }

    @Test
    void shellCommandsAreRefusedWithoutPermission() {
        Path proof = folder.resolve("proof");
        for (String command : List.of("!touch " + proof, "1=X ! touch " + proof, "::eval '!touch " + proof + "'")) {
            Result result = run("-e", command);
            assertThat(result.status()).as(command).isEqualTo(1);
            assertThat(result.err()).as(command).contains("--allow-shell");
            assertThat(runWith(command + "\n").status()).isEqualTo(1);
        }
        assertThat(proof).doesNotExist();
    }

    @Test
    void withPermissionTheyRunAndReadThePipelinesOutput() {
        assertThat(run("--allow-shell", "-e", "!echo hello").out()).isEqualTo("hello\n");
        assertThat(run("--allow-shell", "-e", "0,3=Xn ! wc -l").out().strip()).isEqualTo("3");
        assertThat(runWith("!cat\n1=X\n", "--allow-shell")).isEqualTo(new Result(0, numbers(1), ""));
    }

    @Test
    void theUsersShellIsUsed() {
        environment.put("SHELL", "/bin/echo");
        assertThat(run("--allow-shell", "-e", "!what").out()).isEqualTo("-c what\n");
        environment.put("SHELL", "/no/such/shell");
        Result result = run("--allow-shell", "-e", "!what");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith("xmdb: failed to run /no/such/shell");
    }

    @Test
    void anRcFileNeverRunsShellCommands() throws IOException {
        Path proof = folder.resolve("proof");
        rc("!touch " + proof + "\n1=X ! touch " + proof + "\n::eval '!touch " + proof + "'\n");
        Result result = run("--allow-shell", "-e", "!echo after");
        assertThat(proof).doesNotExist();
        assertThat(result.err()).contains("not allowed in the rc file");
        assertThat(result.out()).isEqualTo("after\n");
    }

    @Test
    void headersAreUnderlinedOnlyWhereThatIsWanted() {
        assertThat(run("-e", "::vcpus", image.toString()).out()).doesNotContain("\033");
        assertThat(run("--color", "always", "-e", "::vcpus", image.toString()).out())
                .startsWith("\033[4mCPU")
                .contains("\033[24m\n");
        assertThat(runOnTerminal("--color", "auto", "-e", "::vcpus", image.toString())
                        .out())
                .startsWith("\033[4mCPU");
        assertThat(runOnTerminal("--color", "never", "-e", "::vcpus", image.toString())
                        .out())
                .doesNotContain("\033");
        environment.put("NO_COLOR", "1");
        assertThat(runOnTerminal("-e", "::vcpus", image.toString()).out()).doesNotContain("\033");
    }

    @Test
    void whatAGuestLeftNeverReachesATerminalAsItIs() throws IOException {
        var random = new Random(1);
        for (int round = 0; round < 60; round++) {
            byte[] bytes = new byte[256];
            random.nextBytes(bytes);
            Path hostile = folder.resolve("hostile.core");
            new TinyImage(round == 0 ? HOSTILE : "Linux version " + new String(bytes, StandardCharsets.ISO_8859_1))
                    .write(hostile);
            for (String form : List.of("text", "jsonl")) {
                Result result = run(
                        "-o",
                        form,
                        "-e",
                        "::status",
                        "-e",
                        "ffffffff81000000/s",
                        "-e",
                        "ffffffff81000000/20c",
                        "-e",
                        "ffffffff81000000,40::dump",
                        "-e",
                        "::notes",
                        "-e",
                        "::xeninfo",
                        hostile.toString());
                assertThat(harmless(result.out())).as(form).isTrue();
                assertThat(harmless(result.err())).as(form).isTrue();
            }
        }
    }

    @Test
    void aReaderThatGoesAwayEndsTheRunQuietly() {
        var err = new ByteArrayOutputStream();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        var streams = StandardStreams.of(new ByteArrayInputStream(new byte[0]), closed, err);
        int status = new Xmdb(streams, environment)
                .run(List.of("-e", "0,100000=X", "-e", "0,ffffffffffff=X", image.toString()));
        assertThat(status).isLessThan(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void outputThatCannotBeWrittenIsToldAndFails() {
        for (List<String> arguments : List.of(List.of("-V"), List.of("-e", "10=X"))) {
            var err = new ByteArrayOutputStream();
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            var streams = StandardStreams.of(new ByteArrayInputStream(new byte[0]), full, err);
            assertThat(new Xmdb(streams, environment).run(arguments)).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("xmdb: failed to write standard output: No space left on device\n");
        }
    }

    @Test
    void aStreamOfGarbageIsRefusedWithinBounds() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                Arrays.fill(into, offset, offset + length, (byte) 0);
                return length;
            }
        };
        var err = new ByteArrayOutputStream();
        var streams = StandardStreams.of(endless, OutputStream.nullOutputStream(), err);
        assertThat(new Xmdb(streams, environment).run(List.of())).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("xmdb: failed to read standard input");
    }

    private Path rc(String commands) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config/xmdb"));
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        return Files.writeString(config.resolve("rc"), commands);
    }

    private Result run(String... arguments) {
        return runWith("", arguments);
    }

    private Result runWith(String typed, String... arguments) {
        return run(false, typed, arguments);
    }

    private Result runOnTerminal(String... arguments) {
        return run(true, "", arguments);
    }

    private Result run(boolean terminal, String typed, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        var streams = new StandardStreams(in, out, err, false, terminal, terminal, false);
        int status = new Xmdb(streams, environment).run(List.of(arguments));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines that {@code =X} prints of one-digit numbers: 16 columns, after an indent of 16. */
    private static String numbers(int... values) {
        var text = new StringBuilder();
        for (int value : values) {
            text.append(" ".repeat(16))
                    .append(Integer.toHexString(value))
                    .append(" ".repeat(15))
                    .append('\n');
        }
        return text.toString();
    }

    private static boolean harmless(String shown) {
        return shown.codePoints()
                .allMatch(point -> point == '\n'
                        || point == '\t'
                        || !List.of(
                                        Character.CONTROL,
                                        Character.FORMAT,
                                        Character.SURROGATE,
                                        Character.LINE_SEPARATOR,
                                        Character.PARAGRAPH_SEPARATOR)
                                .contains((byte) Character.getType(point)));
    }

    private record Result(int status, String out, String err) {}
}
