package dev.xmdb.dump;

/**
 * What the host said of itself when the image was taken (dump-core note XEN_VERSION). The strings come from the image and may hold
 * anything.
 *
 * @param major major version
 * @param minor minor version
 * @param extra what follows major.minor, for example {@code .7}
 * @param compiler compiler that built the hypervisor
 * @param compiledBy user who built it
 * @param compileDomain domain it was built in
 * @param compileDate when it was built
 * @param capabilities guest types that the <em>host</em> supports
 * @param changeset source revision
 * @param virtStart start of the hypervisor's own range in a PV guest's address space, as an address; cut to 32 bits in some images
 * @param pageSize page size that the note claims; not to be trusted (it reads 0 in some images)
 */
public record XenVersion(
        long major,
        long minor,
        String extra,
        String compiler,
        String compiledBy,
        String compileDomain,
        String compileDate,
        String capabilities,
        String changeset,
        long virtStart,
        long pageSize) {}
