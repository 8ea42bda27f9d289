/**
 * 512 common English words of at most seven letters. Each is one token in the vocabularies r50k (GPT-2), cl100k and
 * o200k, with and without a space before it, and in that of Llama 2 (32k) after a space; so are they, as a rule, in
 * later and larger vocabularies.
 */
export const englishWords: readonly string[] = `
the of and to in is that it was for on are with as his they be at one have this from or had by not but
some what there we can out other were all your when up use how said an each she which do their time if
will way about many then them write would like so these her long make thing see him two has look more day
could go come did number sound no most people my over know water than call first who may down side been
now find any new work part take get place made live where after back little only round year show every
good me give our under name very through just form great think say help line turn cause much mean before
move right old too same tell does set three want air well also play small end put home read hand port
large spell add even land here must big high such follow act why ask change went light kind off need house
picture try us again animal point mother world near build self earth father head stand own page should
country found answer school grow study still learn plant cover food sun four between state keep eye never
last let thought city tree cross farm hard start might story far sea draw left late run while press close
night real life few north open next begin got walk example paper group always music those both mark often
letter until mile river car care second book carry science eat room friend fish stop once base horse sure
watch color face wood main plain usual young ready above ever red list though feel talk bird soon body dog
family direct leave song door product short wind ship area half rock order fire south problem piece pass
since top king space heard best hour better true during five step early hold west ground reach fast sing
six table travel less ten simple lay against pattern slow center love person money road map rain rule pull
cold notice voice unit power town fine fly lead cry dark machine note wait plan figure star box field rest
correct able done drive stood front week final green quick develop warm free minute strong special mind
clear tail fact street nothing course stay wheel full force blue surface deep moon foot system test record
boat common gold plane stead dry ago ran check game shape heat bed bring sit perhaps fill east weight
among grand ball yet wave heart present heavy engine arm wide size general ice matter circle pair include
felt perfect pick count square reason length art subject region energy ride forest window store train
sleep wall catch mount sky board joy winter glass grass job edge sign past soft fun bright weather month
million bear happy flower jump eight meet buy raise metal whether push seven third shall held hair cook
floor either result hill safe cat type law copy phrase sand roll finger value beat natural view sense ear
else quite case
`
  .trim()
  .split(/\s+/)
