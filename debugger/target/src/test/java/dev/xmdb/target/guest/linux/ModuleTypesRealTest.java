package dev.xmdb.target.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.module.ModuleTypes;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of modules in real domains. */
@EnabledIfEnvironmentVariable(named = "XMDB_IMAGES", matches = ".+", disabledReason = "names no folder of images")
final class ModuleTypesRealTest {
    private static LinuxGuest guest(String image) {
        Target target = Targets.open(RealImages.open(image), TargetOptions.NONE);
        return (LinuxGuest) target.guest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pvh", "linux-pv64-panic"})
    void everyModuleThatTheGuestToldHasTypesThatContinueTheKernels(String image) throws IOException {
        LinuxGuest guest = guest(image);
        List<String> told = Files.readAllLines(RealImages.truth(image, "guest-modules.txt")).stream()
                .map(line -> line.split(" ", -1)[0])
                .toList();
        assertThat(told).hasSizeGreaterThan(8);
        assertThat(guest.types().ofModules())
                .extracting(ModuleTypes.Place::name)
                .containsExactlyInAnyOrderElementsOf(told);
        assertThat(guest.types().ofModules())
                .extracting(ModuleTypes.Place::module)
                .containsExactlyInAnyOrderElementsOf(
                        guest.modules().all().stream().map(LinuxModule::address).toList());
        for (ModuleTypes.Place place : guest.types().ofModules()) {
            // Numbers of the build: 100,750 types of the kernel's own, and 1,794,309 bytes of names.
            assertThat(place.firstType()).isEqualTo(100_751);
            assertThat(place.firstString()).isEqualTo(1_794_309);
            assertThat(guest.types().ofModule(place.name())).isPresent();
            // The module remembers how large they were, and not where.
            var module = guest.types().layout("struct module").at(guest.memory(), place.module());
            assertThat(place.size()).isEqualTo(module.number("btf_data_size"));
            assertThat(module.number("btf_data")).isZero();
        }
        assertThat(guest.degradations()).isEmpty();
    }

    @Test
    void aFileSystemsOwnStructuresAndFunctionsAreFoundInItsModule() {
        LinuxGuest guest = guest("linux-pv64");
        assertThat(guest.types().ofModules())
                .filteredOn(place -> place.name().equals("ext4"))
                .singleElement()
                .extracting(ModuleTypes.Place::size)
                .isEqualTo(142_155L);
        Type own = guest.types().find("ext4", "struct ext4_inode_info").orElseThrow();
        assertThat(guest.types().find("struct ext4_inode_info")).contains(own);
        assertThat(((Type.Aggregate) own)
                        .field("vfs_inode")
                        .orElseThrow()
                        .type()
                        .size())
                .isEqualTo(guest.types().layout("struct inode").size());
        assertThat(guest.types().candidate("ext4", Optional.of(Tag.STRUCT), "task_struct"))
                .isEqualTo(guest.types().find("struct task_struct"));
        assertThat(guest.types().candidate("loop", Optional.of(Tag.STRUCT), "ext4_inode_info"))
                .isEmpty();
        Type.Function readdir = guest.symbols().all("ext4").orElseThrow().stream()
                .filter(symbol -> symbol.name().equals("ext4_readdir"))
                .findFirst()
                .flatMap(guest.types()::ofFunction)
                .orElseThrow();
        assertThat(readdir.result().type().declaration()).isEqualTo("int");
        assertThat(readdir.arguments().stream().map(argument -> argument.type().declaration()))
                .containsExactly("struct file *", "struct dir_context *");
    }
}
