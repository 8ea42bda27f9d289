/* Burns a core until killed: the neighbour that a client has to live with. Options: --cpu N. */
#include "loopback.h"

int main(int argc, char **argv) {
  pin_to_cpu((int)integer_option(argc, argv, "cpu", -1));
  for (volatile uint64_t turns = 0;; turns++) {}
}
