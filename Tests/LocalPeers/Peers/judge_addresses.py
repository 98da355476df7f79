"""Python's ipaddress: whether each range is one, and holds the address. Input: [[range, address]]; prints null for no range."""
import ipaddress
import json
import sys


def plain(address):
    return getattr(address, "ipv4_mapped", None) or address


def verdict(text, address):
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return None
    if network.prefixlen == 0:
        return None
    address = plain(ipaddress.ip_address(address))
    first = plain(network.network_address)
    if network.version == 6 and first.version == 4:
        if network.prefixlen <= 96:
            return None
        network = ipaddress.ip_network((first, network.prefixlen - 96))
    return address in network


print(json.dumps([verdict(*pair) for pair in json.load(sys.stdin)]))
