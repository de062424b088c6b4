/** The network of a Linux kernel: its namespaces, devices with their addresses and counters, and sockets. */
@NullMarked
package dev.xmdb.target.guest.linux.net;

import org.jspecify.annotations.NullMarked;
